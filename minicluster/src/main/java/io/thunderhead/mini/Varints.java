package io.thunderhead.mini;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Unsigned LEB128 and Go's signed (zigzag) variant of it, as records of TiKV hold them. */
final class Varints {
  private static final int MAX_SHIFT = 63;

  private Varints() {}

  /** Appends 1 to 10 bytes. */
  static void writeUnsigned(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Reads what {@link #writeUnsigned} wrote and moves the buffer behind it. */
  static long readUnsigned(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("varint: more than 10 bytes (expected: at most 10)");
  }

  /** Appends bytes behind their length as a zigzag varint. */
  static void writeCompactBytes(ByteArrayOutputStream out, byte[] bytes) {
    writeUnsigned(out, (long) bytes.length << 1);
    out.writeBytes(bytes);
  }

  /** Reads what {@link #writeCompactBytes} wrote. */
  static byte[] readCompactBytes(ByteBuffer in) {
    long zigzag = readUnsigned(in);
    byte[] bytes = new byte[Math.toIntExact(zigzag >>> 1)];
    in.get(bytes);
    return bytes;
  }
}
