package io.thunderhead.ingest;

import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.sst.SstSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How sorted KVs are written.
 *
 * @param commitTs the one timestamp of the whole load, from PD
 * @param regionJobBytes key and value bytes that one task gathers before it writes them
 * @param batchBytes key and value bytes of one message of a Write stream
 * @param retries tries of one region job
 * @param writeTimeout bound of one Write stream
 * @param ingestTimeout bound of one ingest request
 * @param ssts how SSTs are built that are uploaded; null when the stores build them
 */
public record IngestSettings(
    long commitTs,
    long regionJobBytes,
    int batchBytes,
    RetryPolicy retries,
    Duration writeTimeout,
    Duration ingestTimeout,
    SstSettings ssts)
    implements Serializable {
  /** Index of one KV in the buffer, doubled because the index grows by doubling. */
  private static final long INDEX_BYTES = 2 * 16L;

  /** A 19-byte key with a 1-byte value: TiDB writes no smaller KV. */
  private static final long SMALLEST_KV = 20;

  /** Chunk ends that a next KV does not fit into. */
  private static final long LARGEST_KV = 6L << 20;

  /** Peers of a region that a replacement or a columnar replica may add to. */
  private static final int PEERS = 5;

  /** What gRPC lets one stream have on its way. */
  private static final long WINDOW = 1 << 20;

  /** One message of an upload. */
  private static final long CHUNK = 1 << 20;

  /** Checks the bounds; timestamp 0 is refused as TiKV does. */
  public IngestSettings {
    if (commitTs <= 0 || regionJobBytes <= 0 || batchBytes <= 0) {
      throw new IllegalArgumentException(
          "ingest settings: commitTs %d, regionJobBytes %d, batchBytes %d (expected: all > 0)"
              .formatted(commitTs, regionJobBytes, batchBytes));
    }
  }

  /** Makes settings of loads whose SSTs are built by the stores. */
  public IngestSettings(
      long commitTs,
      long regionJobBytes,
      int batchBytes,
      RetryPolicy retries,
      Duration writeTimeout,
      Duration ingestTimeout) {
    this(commitTs, regionJobBytes, batchBytes, retries, writeTimeout, ingestTimeout, null);
  }

  /** Returns the settings with another timestamp. */
  public IngestSettings at(long otherCommitTs) {
    return new IngestSettings(
        otherCommitTs, regionJobBytes, batchBytes, retries, writeTimeout, ingestTimeout, ssts);
  }

  /**
   * Returns the most heap, in bytes, that one task's writer keeps for KVs: those gathered, their
   * index, one unfinished chunk, and what is on its way to the peers.
   */
  public long taskBytes() {
    long gathered = Math.addExact(regionJobBytes, LARGEST_KV);
    long index = INDEX_BYTES * (regionJobBytes / SMALLEST_KV);
    return ssts == null
        ? gathered + index + PEERS * (WINDOW + batchBytes)
        : gathered
            + index
            + ssts.buildBytes(regionJobBytes / SMALLEST_KV)
            + PEERS * (WINDOW + CHUNK);
  }
}
