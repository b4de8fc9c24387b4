package io.thunderhead.mini;

/** CRC-64/XZ, the digest of checksum requests (import-protocol 4.2). */
final class Crc64 {
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
  private static final long[] TABLE = new long[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      long crc = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
      }
      TABLE[i] = crc;
    }
  }

  private Crc64() {}

  /** Returns the digest of some bytes, one array after the other. */
  static long of(byte[]... parts) {
    long crc = -1L;
    for (byte[] part : parts) {
      for (byte value : part) {
        crc = crc >>> 8 ^ TABLE[(int) (crc ^ value) & 0xFF];
      }
    }
    return ~crc;
  }
}
