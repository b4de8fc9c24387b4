package io.thunderhead.codec;

import java.util.Arrays;

/**
 * Memory-comparable forms of integers, doubles and byte strings: encoded bytes sort, compared
 * unsigned, as their values do (kv-encoding 1.2 to 1.4).
 *
 * <p>A byte string becomes groups of nine bytes, eight of data padded with {@code 00} and a marker
 * {@code ff - padding}; a length that is a multiple of eight ends with a group of padding only.
 */
public final class MemComparable {
  private static final int GROUP = 8;
  private static final int MARKER = 0xff;

  private MemComparable() {}

  /** Returns how many bytes a string of {@code length} bytes takes. */
  public static int encodedLength(int length) {
    return (length / GROUP + 1) * (GROUP + 1);
  }

  /** Appends {@code length} bytes of {@code source} from {@code offset}, in groups. */
  public static void encodeBytes(Bytes out, byte[] source, int offset, int length) {
    int at = 0;
    for (; length - at >= GROUP; at += GROUP) {
      out.put(source, offset + at, GROUP).put(MARKER);
    }
    int rest = length - at;
    int padding = GROUP - rest;
    out.put(source, offset + at, rest).fill(0, padding).put(MARKER - padding);
  }

  /** Returns a raw key in groups, the form that PD and region bounds use. */
  public static byte[] encodeBytes(byte[] raw) {
    Bytes out = new Bytes(encodedLength(raw.length));
    encodeBytes(out, raw, 0, raw.length);
    return out.toByteArray();
  }

  /**
   * Returns the raw bytes of a string in groups that fills the whole input.
   *
   * @throws IllegalArgumentException when the input is cut, goes on, or has a bad marker or padding
   */
  public static byte[] decodeBytes(byte[] encoded) {
    Bytes out = new Bytes(encoded.length);
    int end = decodeBytes(encoded, 0, out);
    if (end != encoded.length) {
      throw new IllegalArgumentException(
          "encoded length: " + encoded.length + " (expected: " + end + ", where the groups end)");
    }
    return out.toByteArray();
  }

  /**
   * Appends the raw bytes of a string in groups that starts at {@code offset}.
   *
   * @return the offset after the last group
   * @throws IllegalArgumentException when the input is cut or has a bad marker or padding
   */
  public static int decodeBytes(byte[] encoded, int offset, Bytes out) {
    int at = offset;
    while (true) {
      if (encoded.length - at < GROUP + 1) {
        throw new IllegalArgumentException(
            "encoded bytes end at " + encoded.length + " inside the group at " + at);
      }
      int padding = MARKER - (encoded[at + GROUP] & 0xff);
      if (padding > GROUP) {
        throw new IllegalArgumentException(
            "group marker at " + (at + GROUP) + ": " + encoded[at + GROUP] + " (expected: f7..ff)");
      }
      out.put(encoded, at, GROUP - padding);
      for (int i = GROUP - padding; i < GROUP; i++) {
        if (encoded[at + i] != 0) {
          throw new IllegalArgumentException(
              "padding at " + (at + i) + ": " + encoded[at + i] + " (expected: 0)");
        }
      }
      at += GROUP + 1;
      if (padding > 0) {
        return at;
      }
    }
  }

  /** Appends a signed integer: eight bytes, big-endian, top bit flipped. */
  public static void encodeInt(Bytes out, long value) {
    out.putLong(value ^ Long.MIN_VALUE);
  }

  /** Reads what {@link #encodeInt} wrote at {@code offset}. */
  public static long decodeInt(byte[] encoded, int offset) {
    return decodeUint(encoded, offset) ^ Long.MIN_VALUE;
  }

  /** Appends an unsigned integer: eight bytes, big-endian. */
  public static void encodeUint(Bytes out, long value) {
    out.putLong(value);
  }

  /** Reads what {@link #encodeUint} wrote at {@code offset}. */
  public static long decodeUint(byte[] encoded, int offset) {
    if (offset < 0 || encoded.length - offset < Long.BYTES) {
      throw new IllegalArgumentException(
          "encoded length: " + encoded.length + " (expected: >= " + (offset + Long.BYTES) + ")");
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | (encoded[offset + i] & 0xff);
    }
    return value;
  }

  /** Appends a double: its bits, all inverted if negative, else with the top bit set; -0 is +0. */
  public static void encodeDouble(Bytes out, double value) {
    long bits = Double.doubleToRawLongBits(value);
    out.putLong(value >= 0 ? bits | Long.MIN_VALUE : ~bits);
  }

  /** Reads what {@link #encodeDouble} wrote at {@code offset}. */
  public static double decodeDouble(byte[] encoded, int offset) {
    long bits = decodeUint(encoded, offset);
    return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
  }

  /** Returns the smallest key after all keys that start with {@code prefix}; empty if none is. */
  public static byte[] prefixNext(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xff) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return new byte[0];
  }
}
