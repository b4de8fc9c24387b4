package io.thunderhead.sst;

import java.util.Arrays;

/**
 * Reads numbers and bytes of a part of an array from front to back. An end that comes too early is
 * an IllegalArgumentException.
 */
final class ByteReader {
  private static final int BITS = 7;

  private final byte[] array;
  private final int end;
  private int at;

  /** Reads bytes {@code [from, to)}. */
  ByteReader(byte[] array, int from, int to) {
    if (from < 0 || from > to || to > array.length) {
      throw new IllegalArgumentException(
          "part [%d, %d) of %d bytes (expected: inside)".formatted(from, to, array.length));
    }
    this.array = array;
    this.at = from;
    this.end = to;
  }

  ByteReader(byte[] array) {
    this(array, 0, array.length);
  }

  boolean hasMore() {
    return at < end;
  }

  int position() {
    return at;
  }

  /** Moves behind the next bytes and returns where they start. */
  int skip(int count) {
    if (count < 0 || count > end - at) {
      throw new IllegalArgumentException(
          "%d bytes at %d (expected: at most %d)".formatted(count, at, end - at));
    }
    int start = at;
    at += count;
    return start;
  }

  byte[] bytes(int count) {
    int start = skip(count);
    return Arrays.copyOfRange(array, start, start + count);
  }

  int unsignedByte() {
    return array[skip(1)] & 0xff;
  }

  /** Reads what {@link Varint#put} wrote. */
  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      int next = unsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("number before " + at + " (expected: at most ten bytes)");
  }

  /** Reads a varint that is a length or an offset within memory. */
  int varint32() {
    return Math.toIntExact(varint());
  }

  /** Reads {@code width} bytes, little-endian. */
  long littleEndian(int width) {
    int start = skip(width);
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (array[start + i] & 0xff);
    }
    return value;
  }

  /** Reads eight bytes, big-endian. */
  long bigEndian() {
    return Long.reverseBytes(littleEndian(Long.BYTES));
  }
}
