package io.thunderhead.mini;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** CRC-64/XZ, the digest of checksum requests (import-protocol 4.2). */
final class Crc64 {
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

  /** For each of eight bytes that are taken at once, what it does to the digest. */
  private static final long[][] TABLES = new long[Long.BYTES][256];

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static {
    for (int i = 0; i < TABLES[0].length; i++) {
      long crc = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
      }
      TABLES[0][i] = crc;
    }
    for (int i = 0; i < TABLES[0].length; i++) {
      for (int table = 1; table < TABLES.length; table++) {
        long before = TABLES[table - 1][i];
        TABLES[table][i] = before >>> Byte.SIZE ^ TABLES[0][(int) before & 0xFF];
      }
    }
  }

  private Crc64() {}

  /** Returns the digest of some bytes, one array after the other. */
  static long of(byte[]... parts) {
    long crc = -1L;
    for (byte[] part : parts) {
      crc = update(crc, part, 0);
    }
    return ~crc;
  }

  /** Returns the digest of a prefix, a key from an offset on, and a value. */
  static long of(byte[] prefix, byte[] key, int keyFrom, byte[] value) {
    return ~update(update(update(-1L, prefix, 0), key, keyFrom), value, 0);
  }

  private static long update(long before, byte[] bytes, int from) {
    long crc = before;
    int at = from;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      long word = crc ^ (long) LONG.get(bytes, at);
      int low = (int) word;
      int high = (int) (word >>> Integer.SIZE);
      crc =
          TABLES[7][low & 0xFF]
              ^ TABLES[6][low >>> 8 & 0xFF]
              ^ TABLES[5][low >>> 16 & 0xFF]
              ^ TABLES[4][low >>> 24]
              ^ TABLES[3][high & 0xFF]
              ^ TABLES[2][high >>> 8 & 0xFF]
              ^ TABLES[1][high >>> 16 & 0xFF]
              ^ TABLES[0][high >>> 24];
    }
    for (; at < bytes.length; at++) {
      crc = crc >>> Byte.SIZE ^ TABLES[0][(int) (crc ^ bytes[at]) & 0xFF];
    }
    return crc;
  }
}
