package io.thunderhead.json;

import java.nio.charset.StandardCharsets;

/** Numbers and white space of JSON text. */
final class JsonNumbers {
  private static final String MAX_LONG = "9223372036854775807";
  private static final String MIN_LONG = "9223372036854775808";
  private static final String MAX_UNSIGNED = "18446744073709551615";

  private JsonNumbers() {}

  static int skipSpace(byte[] text, int from, int end) {
    int at = from;
    while (at < end
        && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
      at++;
    }
    return at;
  }

  /** Returns where the number that starts at {@code from} ends, -1 when none does. */
  static int end(byte[] text, int from, int end) {
    int at = from < end && text[from] == '-' ? from + 1 : from;
    int integerEnd = at < end && text[at] == '0' ? at + 1 : skipDigits(text, at, end);
    if (integerEnd == at) {
      return -1;
    }
    at = integerEnd;
    if (at < end && text[at] == '.') {
      int fractionEnd = skipDigits(text, at + 1, end);
      if (fractionEnd == at + 1) {
        return -1;
      }
      at = fractionEnd;
    }
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      int digits = at + 1;
      if (digits < end && (text[digits] == '+' || text[digits] == '-')) {
        digits++;
      }
      at = skipDigits(text, digits, end);
      return at == digits ? -1 : at;
    }
    return at;
  }

  /** Tells whether an integer fits 64 signed bits. */
  static boolean isLong(byte[] text, int from, int to) {
    boolean negative = text[from] == '-';
    return negative ? isAtMost(text, from + 1, to, MIN_LONG) : isAtMost(text, from, to, MAX_LONG);
  }

  /** Tells whether an integer fits 64 unsigned bits. */
  static boolean isUnsignedLong(byte[] text, int from, int to) {
    return text[from] != '-' && isAtMost(text, from, to, MAX_UNSIGNED);
  }

  /** Returns the bits of an integer that fits. */
  static long toLong(byte[] text, int from, int to) {
    boolean negative = text[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      value = value * 10 + (text[i] - '0');
    }
    return negative ? -value : value;
  }

  /** Returns the nearest double, infinite when out of range. */
  static double toDouble(byte[] text, int from, int to) {
    return Double.parseDouble(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
  }

  private static boolean isAtMost(byte[] text, int from, int to, String bound) {
    if (to - from != bound.length()) {
      return to - from < bound.length();
    }
    for (int i = 0; i < bound.length(); i++) {
      if (text[from + i] != bound.charAt(i)) {
        return text[from + i] < bound.charAt(i);
      }
    }
    return true;
  }

  private static int skipDigits(byte[] text, int from, int end) {
    int at = from;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }
}
