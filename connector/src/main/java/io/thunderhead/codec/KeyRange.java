package io.thunderhead.codec;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A half-open range {@code [start, end)} of keys in unsigned byte order; an empty end is infinity.
 *
 * <p>Whether keys are raw or encoded is the holder's to say.
 */
public record KeyRange(byte[] start, byte[] end) implements Serializable {
  /** Checks that the range is not reversed or empty. */
  public KeyRange {
    if (end.length > 0 && Arrays.compareUnsigned(start, end) >= 0) {
      throw new IllegalArgumentException(
          "range: [" + hex(start) + ", " + hex(end) + ") (expected: start < end)");
    }
  }

  /** Tells whether a key lies in the range. */
  public boolean contains(byte[] key) {
    return contains(key, 0, key.length);
  }

  /** Tells whether the key in bytes {@code [from, to)} of an array lies in the range. */
  public boolean contains(byte[] array, int from, int to) {
    return Arrays.compareUnsigned(start, 0, start.length, array, from, to) <= 0
        && (end.length == 0 || Arrays.compareUnsigned(array, from, to, end, 0, end.length) < 0);
  }

  /** Returns what both ranges cover, or null when they do not meet. */
  public KeyRange intersect(KeyRange other) {
    byte[] from = Arrays.compareUnsigned(start, other.start) >= 0 ? start : other.start;
    byte[] to = earlierEnd(end, other.end);
    return to.length > 0 && Arrays.compareUnsigned(from, to) >= 0 ? null : new KeyRange(from, to);
  }

  private static byte[] earlierEnd(byte[] a, byte[] b) {
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? b : a;
    }
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRange that
        && Arrays.equals(start, that.start)
        && Arrays.equals(end, that.end);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(start) + Arrays.hashCode(end);
  }

  @Override
  public String toString() {
    return "[" + hex(start) + ", " + (end.length == 0 ? "+inf" : hex(end)) + ")";
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
