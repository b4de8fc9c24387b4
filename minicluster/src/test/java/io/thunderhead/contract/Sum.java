package io.thunderhead.contract;

/** Checksum, number and bytes of key-value pairs; sums of disjoint ranges add up. */
record Sum(long checksum, long kvs, long bytes) {
  static final Sum ZERO = new Sum(0, 0, 0);
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

  Sum plus(Sum other) {
    return new Sum(checksum ^ other.checksum, kvs + other.kvs, bytes + other.bytes);
  }

  /** What a client expects of these pairs (import-protocol 4.2). */
  static Sum of(Kv... rows) {
    Sum sum = ZERO;
    for (Kv row : rows) {
      byte[] pair = WireKeys.concat(row.key(), row.value());
      sum = sum.plus(new Sum(crc64(pair), 1, pair.length));
    }
    return sum;
  }

  /** CRC-64/XZ, bit by bit: slow, and plain to check against its definition. */
  static long crc64(byte[] bytes) {
    long crc = ~0L;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
    }
    return ~crc;
  }
}
