package io.thunderhead.sqldump;

import io.thunderhead.codec.Bytes;

/** Hexadecimal and bit literals as bytes. */
final class Literals {
  private Literals() {}

  /**
   * Appends the bytes of hexadecimal digits in {@code [from, to)}; of an odd number the first
   * stands alone, where that is allowed.
   *
   * @return whether they are digits; else nothing is appended
   */
  static boolean putHex(byte[] digits, int from, int to, Bytes out, boolean oddAllowed) {
    int odd = (to - from) & 1;
    if (odd == 1 && !oddAllowed) {
      return false;
    }
    int start = out.length();
    int high = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(digits[i], 16);
      if (digit < 0) {
        out.truncate(start);
        return false;
      }
      if (((i - from + odd) & 1) == 0) {
        high = digit;
      } else {
        out.put(high << 4 | digit);
      }
    }
    return true;
  }

  /** As {@link #putHex} with the digits 0 and 1, right-aligned in the bytes. */
  static boolean putBits(byte[] digits, int from, int to, Bytes out) {
    int start = out.length();
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = digits[i] - '0';
      if (digit != 0 && digit != 1) {
        out.truncate(start);
        return false;
      }
      value = value << 1 | digit;
      if (((to - 1 - i) & 7) == 0) {
        out.put(value);
        value = 0;
      }
    }
    return true;
  }
}
