package io.thunderhead.type;

import io.thunderhead.codec.Bytes;

/** Integers in row values: the shortest of 1, 2, 4 or 8 bytes, little-endian (kv-encoding 2.1). */
public final class RowIntegers {
  private RowIntegers() {}

  /** Appends a signed integer. */
  public static void putSigned(Bytes out, long value) {
    int width =
        value == (byte) value ? 1 : value == (short) value ? 2 : value == (int) value ? 4 : 8;
    out.putLittleEndian(value, width);
  }

  /** Appends an unsigned integer. */
  public static void putUnsigned(Bytes out, long value) {
    int width = value >>> 8 == 0 ? 1 : value >>> 16 == 0 ? 2 : value >>> 32 == 0 ? 4 : 8;
    out.putLittleEndian(value, width);
  }

  /** Reads a signed integer. */
  public static long signed(byte[] data, int from, int to) {
    long value = unsigned(data, from, to);
    int unused = 64 - 8 * (to - from);
    return value << unused >> unused;
  }

  /** Reads an unsigned integer. */
  public static long unsigned(byte[] data, int from, int to) {
    int width = to - from;
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw new IllegalArgumentException("integer of " + width + " bytes (expected: 1, 2, 4 or 8)");
    }
    long value = 0;
    for (int i = to - 1; i >= from; i--) {
      value = value << 8 | (data[i] & 0xff);
    }
    return value;
  }
}
