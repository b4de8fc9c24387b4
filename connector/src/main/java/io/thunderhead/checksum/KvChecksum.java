package io.thunderhead.checksum;

import java.io.Serializable;

/**
 * What TiDB calls a table's checksum: xor of the digests of its KVs, their number, and the bytes of
 * raw keys and user values (import-protocol 4.2). Sums of disjoint parts add up in any order.
 */
public record KvChecksum(long checksum, long kvs, long bytes) implements Serializable {
  /** The sum of nothing. */
  public static final KvChecksum EMPTY = new KvChecksum(0, 0, 0);

  /** Adds a disjoint part. */
  public KvChecksum plus(KvChecksum other) {
    return new KvChecksum(checksum ^ other.checksum, kvs + other.kvs, bytes + other.bytes);
  }

  /** Takes a part away that was added. */
  public KvChecksum minus(KvChecksum other) {
    return new KvChecksum(checksum ^ other.checksum, kvs - other.kvs, bytes - other.bytes);
  }

  /** Returns the digest as unsigned decimal text, as ADMIN CHECKSUM TABLE prints it. */
  public String checksumText() {
    return Long.toUnsignedString(checksum);
  }

  @Override
  public String toString() {
    return "checksum " + checksumText() + ", " + kvs + " KVs, " + bytes + " bytes";
  }

  /** Adds up KVs one by one without allocating. Not thread-safe. */
  public static final class Sum {
    private long checksum;
    private long kvs;
    private long bytes;

    /** Adds one KV: raw key and user value. */
    public void add(
        byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
      checksum ^= digest(key, keyOffset, keyLength, value, valueOffset, valueLength);
      kvs++;
      bytes += keyLength + valueLength;
    }

    /** Takes one KV out, so that a sum with it and this one make a sum without it. */
    public void remove(
        byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
      checksum ^= digest(key, keyOffset, keyLength, value, valueOffset, valueLength);
      kvs--;
      bytes -= keyLength + valueLength;
    }

    private static long digest(
        byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
      long state = Crc64.update(Crc64.start(), key, keyOffset, keyLength);
      return Crc64.finish(Crc64.update(state, value, valueOffset, valueLength));
    }

    /** Returns the sum so far. */
    public KvChecksum total() {
      return new KvChecksum(checksum, kvs, bytes);
    }
  }
}
