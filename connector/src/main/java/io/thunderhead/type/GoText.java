package io.thunderhead.type;

import java.util.regex.Pattern;

/** Character classes as TiDB's parsers see them. */
final class GoText {
  private static final Pattern BASE_0 =
      Pattern.compile(
          "0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*");

  private GoText() {}

  /** Tells whether a character is white space as Unicode has it. */
  static boolean isSpace(char c) {
    return switch (c) {
      case ' ', '\t', '\n', '\u000b', '\f', '\r', '\u0085', '\u00a0', '\u1680' -> true;
      case '\u2028', '\u2029', '\u202f', '\u205f', '\u3000' -> true;
      default -> c >= '\u2000' && c <= '\u200a';
    };
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Tells whether a character is ASCII punctuation. */
  static boolean isPunctuation(char c) {
    return (c >= '!' && c <= '/')
        || (c >= ':' && c <= '@')
        || (c >= '[' && c <= '`')
        || (c >= '{' && c <= '~');
  }

  /** Returns the first index in {@code [from, to)} that is no white space, else {@code to}. */
  static int skipSpaces(String text, int from, int to) {
    int at = from;
    while (at < to && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Returns the end of {@code [from, to)} without trailing white space. */
  static int trimmedEnd(String text, int from, int to) {
    int end = to;
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** Returns the first index in {@code [from, to)} that is no digit, else {@code to}. */
  static int skipDigits(String text, int from, int to) {
    int at = from;
    while (at < to && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Reads an unsigned integer as Go does with base 0; -1 with {@link #isNumberBase0} false. */
  static long numberBase0(String text) {
    int radix = radix(text);
    return Long.parseUnsignedLong(digits(text, radix), radix);
  }

  /** Tells whether text is an unsigned 64-bit integer with Go's prefixes and underscores. */
  static boolean isNumberBase0(String text) {
    int radix = radix(text);
    if (!BASE_0.matcher(text).matches()) {
      return false;
    }
    try {
      Long.parseUnsignedLong(digits(text, radix), radix);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static int radix(String text) {
    if (text.length() < 2 || text.charAt(0) != '0') {
      return 10;
    }
    return switch (text.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static String digits(String text, int radix) {
    boolean prefixed = text.length() > 1 && radix != 10 && Character.isLetter(text.charAt(1));
    return text.substring(prefixed ? 2 : 0).replace("_", "");
  }
}
