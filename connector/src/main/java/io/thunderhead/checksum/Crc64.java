package io.thunderhead.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64/XZ: ECMA-182 polynomial, reflected, all ones in and out (import-protocol 4.2).
 *
 * <p>Eight tables let it take eight bytes a step.
 */
final class Crc64 {
  private static final long REFLECTED_POLYNOMIAL = 0xC96C5795D7870F42L;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[][] TABLES = tables();

  private Crc64() {}

  /** The state before the first byte. */
  static long start() {
    return -1L;
  }

  /** Feeds bytes to a state. */
  static long update(long state, byte[] data, int offset, int length) {
    long crc = state;
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      crc ^= (long) LITTLE_ENDIAN.get(data, i);
      crc =
          TABLES[7][(int) crc & 0xff]
              ^ TABLES[6][(int) (crc >>> 8) & 0xff]
              ^ TABLES[5][(int) (crc >>> 16) & 0xff]
              ^ TABLES[4][(int) (crc >>> 24) & 0xff]
              ^ TABLES[3][(int) (crc >>> 32) & 0xff]
              ^ TABLES[2][(int) (crc >>> 40) & 0xff]
              ^ TABLES[1][(int) (crc >>> 48) & 0xff]
              ^ TABLES[0][(int) (crc >>> 56)];
    }
    for (; i < end; i++) {
      crc = TABLES[0][(int) (crc ^ data[i]) & 0xff] ^ (crc >>> 8);
    }
    return crc;
  }

  /** Turns a state into the digest. */
  static long finish(long state) {
    return ~state;
  }

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
      }
      tables[0][i] = crc;
    }
    for (int t = 1; t < 8; t++) {
      for (int i = 0; i < 256; i++) {
        long crc = tables[t - 1][i];
        tables[t][i] = tables[0][(int) crc & 0xff] ^ (crc >>> 8);
      }
    }
    return tables;
  }
}
