package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.util.Map;

/**
 * How much lies where in a file, from which TiKV estimates a region's size and where to split it
 * (import-protocol 3.10): for the first key, one in every 4 MiB or 40960 keys, and the last, the
 * key with its length before it, then bytes and keys up to and with it; numbers are eight bytes,
 * big-endian.
 */
final class RangeProperties implements PropertyCollector {
  private static final long BYTES_APART = 4 << 20;
  private static final long KEYS_APART = 40 << 10;

  private final Bytes index = new Bytes(1 << 10);
  private final Bytes last = new Bytes(64);
  private long bytes;
  private long keys;
  private long pointBytes;
  private long pointKeys;

  @Override
  public String name() {
    return "tikv.range-properties-collector";
  }

  @Override
  public void add(Bytes key, byte[] value, int valueFrom, int valueLength) {
    bytes += key.length() + valueLength;
    keys++;
    last.clear().put(key.array(), 0, key.length());
    if (keys == 1 || bytes - pointBytes >= BYTES_APART || keys - pointKeys >= KEYS_APART) {
      addPoint();
    }
  }

  private void addPoint() {
    pointBytes = bytes;
    pointKeys = keys;
    index.putLong(last.length()).put(last.array(), 0, last.length()).putLong(bytes).putLong(keys);
  }

  @Override
  public Map<String, byte[]> finish() {
    if (keys > pointKeys) {
      addPoint();
    }
    return Map.of("tikv.range_index", index.toByteArray());
  }
}
