package io.thunderhead.load;

import io.thunderhead.option.LoadOptions;

/** The heap that one task's writer can hold, Spark's own sort memory aside. */
final class IngestMemory {
  /** One message on its way to each peer, and the peers' gRPC windows of 1 MiB. */
  private static final int PEERS = 5;

  private static final long WINDOW = 1 << 20;

  /** Index of a KV, and its smallest size: a 19-byte key with a 1-byte value. */
  private static final long INDEX_BYTES = 16;

  private static final long SMALLEST_KV = 20;

  private IngestMemory() {}

  /** Returns the bound in bytes: gathered KVs, their index, and what is on its way to the peers. */
  static long boundOf(LoadOptions options) {
    long gathered = options.regionJobSize();
    long index = 2 * INDEX_BYTES * (gathered / SMALLEST_KV);
    return gathered + index + PEERS * (WINDOW + options.sendKvSize());
  }
}
