package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A decimal number that text fills, scale rounds and the binary form is written from (kv-encoding
 * 4.1 and 4.6).
 *
 * <p>The value is {@code 0.d0 d1 d2… × 10^point}, so digits outside the array are zeros. Made once
 * per column and filled again for every row.
 */
public final class MyDecimal {
  private static final int DIGITS_PER_GROUP = 9;
  private static final int[] GROUP_BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  /** Beyond this any exponent is out of range of every column. */
  private static final long MAX_EXPONENT = 1 << 20;

  private byte[] digits = new byte[96];
  private int count;
  private int point;
  private boolean negative;

  /** Returns the value, with as many digits after the point as were given. */
  public BigDecimal toBigDecimal() {
    StringBuilder text = new StringBuilder(count + 1).append('0');
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + digits[i]));
    }
    BigDecimal value = new BigDecimal(new BigInteger(text.toString()), count - point);
    return negative ? value.negate() : value;
  }

  boolean negative() {
    return negative;
  }

  /** Returns how many digits stand before the decimal point, leading zeros aside. */
  int integerDigits() {
    return count == 0 ? 0 : Math.max(point, 0);
  }

  void setZero() {
    count = 0;
    point = 0;
    negative = false;
  }

  /** Fills it with the largest magnitude of a precision and scale. */
  void setMax(boolean negativeValue, int precision, int scale) {
    reserve(precision);
    Arrays.fill(digits, 0, precision, (byte) 9);
    count = precision;
    point = precision - scale;
    negative = negativeValue;
  }

  void set(long value) {
    parse(Long.toString(value));
  }

  void set(BigDecimal value) {
    parse(value.unscaledValue().toString());
    point -= value.scale();
    normalize();
  }

  /**
   * Fills it with the number that text starts with, zero if there is none.
   *
   * @return whether the text is a number and nothing but white space around it
   */
  public boolean parse(String text) {
    setZero();
    int end = text.length();
    int at = GoText.skipSpaces(text, 0, end);
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at++) == '-';
    }
    int integerEnd = GoText.skipDigits(text, at, end);
    appendDigits(text, at, integerEnd);
    point = count;
    int fractionFrom = integerEnd < end && text.charAt(integerEnd) == '.' ? integerEnd + 1 : -1;
    int mantissaEnd = integerEnd;
    if (fractionFrom >= 0) {
      mantissaEnd = GoText.skipDigits(text, fractionFrom, end);
      appendDigits(text, fractionFrom, mantissaEnd);
    }
    boolean any = integerEnd > at || (fractionFrom >= 0 && mantissaEnd > fractionFrom);
    boolean clean = any && parseTail(text, mantissaEnd, end);
    normalize();
    return clean;
  }

  /**
   * Fills it with a number of digits, with or without a minus and a point.
   *
   * @return false for all other text, when {@link #parse} has to be asked
   */
  boolean parsePlain(byte[] text, int from, int to) {
    setZero();
    reserve(to - from);
    int at = from;
    if (at < to && text[at] == '-') {
      negative = true;
      at++;
    }
    int dot = -1;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits[count++] = (byte) digit;
      } else if (text[at] == '.' && dot < 0) {
        dot = count;
      } else {
        return false;
      }
    }
    point = dot < 0 ? count : dot;
    boolean any = count > 0;
    normalize();
    return any;
  }

  /** Rounds half away from zero to a number of digits after the point. */
  void round(int scale) {
    int keep = point + scale;
    if (keep >= count) {
      return;
    }
    boolean up = keep >= 0 && digits[keep] >= 5;
    count = Math.max(keep, 0);
    if (up) {
      increment();
    }
    normalize();
  }

  /** Appends precision, scale and the binary form; the value fits them. */
  void write(Bytes out, int precision, int scale) {
    out.put(precision).put(scale);
    int start = out.length();
    int integers = precision - scale;
    int at = point - integers;
    int leading = integers % DIGITS_PER_GROUP;
    putGroup(out, at, leading);
    at += leading;
    for (int left = integers / DIGITS_PER_GROUP; left > 0; left--, at += DIGITS_PER_GROUP) {
      putGroup(out, at, DIGITS_PER_GROUP);
    }
    for (int left = scale / DIGITS_PER_GROUP; left > 0; left--, at += DIGITS_PER_GROUP) {
      putGroup(out, at, DIGITS_PER_GROUP);
    }
    putGroup(out, at, scale % DIGITS_PER_GROUP);
    byte[] array = out.array();
    if (negative) {
      for (int i = start; i < out.length(); i++) {
        array[i] = (byte) ~array[i];
      }
    }
    array[start] ^= (byte) 0x80;
  }

  /**
   * Returns the text of what {@link #write} wrote, with its scale.
   *
   * @throws IllegalArgumentException when the bytes are cut
   */
  static String text(byte[] data, int offset, int end) {
    int precision = data[offset] & 0xff;
    int scale = data[offset + 1] & 0xff;
    if (end - offset != 2 + binaryLength(precision, scale)) {
      throw new IllegalArgumentException(
          "decimal(" + precision + "," + scale + ") in " + (end - offset) + " bytes");
    }
    boolean minus = (data[offset + 2] & 0x80) == 0;
    byte[] body = Arrays.copyOfRange(data, offset + 2, end);
    body[0] ^= (byte) 0x80;
    for (int i = 0; minus && i < body.length; i++) {
      body[i] = (byte) ~body[i];
    }
    StringBuilder out = new StringBuilder(precision + 2);
    int at = appendGroup(out, body, 0, (precision - scale) % DIGITS_PER_GROUP);
    for (int left = (precision - scale) / DIGITS_PER_GROUP; left > 0; left--) {
      at = appendGroup(out, body, at, DIGITS_PER_GROUP);
    }
    int integers = out.length();
    for (int left = scale / DIGITS_PER_GROUP; left > 0; left--) {
      at = appendGroup(out, body, at, DIGITS_PER_GROUP);
    }
    appendGroup(out, body, at, scale % DIGITS_PER_GROUP);
    return format(out, integers, minus);
  }

  /** Returns how many bytes the binary form has, precision and scale aside. */
  static int binaryLength(int precision, int scale) {
    int integers = precision - scale;
    return integers / DIGITS_PER_GROUP * 4
        + GROUP_BYTES[integers % DIGITS_PER_GROUP]
        + scale / DIGITS_PER_GROUP * 4
        + GROUP_BYTES[scale % DIGITS_PER_GROUP];
  }

  private static int appendGroup(StringBuilder out, byte[] body, int at, int length) {
    int value = 0;
    int end = at + GROUP_BYTES[length];
    for (int i = at; i < end; i++) {
      value = value << 8 | (body[i] & 0xff);
    }
    if (length > 0) {
      PackedTime.pad(out, value, length);
    }
    return end;
  }

  private static String format(StringBuilder digits, int integers, boolean minus) {
    int first = 0;
    while (first < integers - 1 && digits.charAt(first) == '0') {
      first++;
    }
    StringBuilder out = new StringBuilder(digits.length() + 3);
    out.append(minus ? "-" : "").append(integers == 0 ? "0" : "").append(digits, first, integers);
    if (digits.length() > integers) {
      out.append('.').append(digits, integers, digits.length());
    }
    return out.toString();
  }

  /** Reads what follows the mantissa: nothing, white space, or an exponent. */
  private boolean parseTail(String text, int from, int end) {
    if (from == end || (text.charAt(from) != 'e' && text.charAt(from) != 'E')) {
      return GoText.skipSpaces(text, from, end) == end;
    }
    int at = GoText.skipSpaces(text, from + 1, end);
    boolean minus = at < end && text.charAt(at) == '-';
    if (minus || (at < end && text.charAt(at) == '+')) {
      at++;
    }
    int digitsEnd = GoText.skipDigits(text, at, end);
    long exponent = 0;
    for (int i = at; i < digitsEnd; i++) {
      exponent = Math.min(exponent * 10 + (text.charAt(i) - '0'), MAX_EXPONENT);
    }
    point += (int) (minus ? -exponent : exponent);
    return digitsEnd > at && GoText.skipSpaces(text, digitsEnd, end) == end;
  }

  private void appendDigits(String text, int from, int to) {
    reserve(count + to - from);
    for (int i = from; i < to; i++) {
      digits[count++] = (byte) (text.charAt(i) - '0');
    }
  }

  private void reserve(int room) {
    if (room > digits.length) {
      digits = Arrays.copyOf(digits, Math.max(room, digits.length * 2));
    }
  }

  /** Adds one unit of the last kept digit. */
  private void increment() {
    int at = count - 1;
    while (at >= 0 && digits[at] == 9) {
      digits[at--] = 0;
    }
    if (at >= 0) {
      digits[at]++;
      return;
    }
    digits[0] = 1;
    count = 1;
    point++;
  }

  /** Drops leading zeros; zero has no digits and no sign. */
  private void normalize() {
    int zeros = 0;
    while (zeros < count && digits[zeros] == 0) {
      zeros++;
    }
    if (zeros == count) {
      setZero();
    } else if (zeros > 0) {
      System.arraycopy(digits, zeros, digits, 0, count - zeros);
      count -= zeros;
      point -= zeros;
    }
  }

  private void putGroup(Bytes out, int at, int length) {
    int value = 0;
    for (int i = at; i < at + length; i++) {
      value = value * 10 + (i >= 0 && i < count ? digits[i] : 0);
    }
    for (int shift = (GROUP_BYTES[length] - 1) * 8; shift >= 0; shift -= 8) {
      out.put(value >>> shift);
    }
  }
}
