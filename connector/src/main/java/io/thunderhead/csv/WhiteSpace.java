package io.thunderhead.csv;

/** The characters that make a line blank: the white space of Unicode, in UTF-8. */
final class WhiteSpace {
  private WhiteSpace() {}

  /** Returns the length of the white space character at {@code at}, 0 when there is none. */
  static int length(byte[] bytes, int at, int limit) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return first == ' ' || (first >= '\t' && first <= '\r') ? 1 : 0;
    }
    int second = at + 1 < limit ? bytes[at + 1] & 0xff : 0;
    if (first == 0xc2) {
      return second == 0x85 || second == 0xa0 ? 2 : 0;
    }
    int third = at + 2 < limit ? bytes[at + 2] & 0xff : 0;
    return isWide(first << 16 | second << 8 | third) ? 3 : 0;
  }

  /** Tells whether three bytes are U+1680, U+2000 to U+200A, U+2028, 2029, 202F, 205F or 3000. */
  private static boolean isWide(int bytes) {
    return bytes == 0xe19a80
        || (bytes >= 0xe28080 && bytes <= 0xe2808a)
        || bytes == 0xe280a8
        || bytes == 0xe280a9
        || bytes == 0xe280af
        || bytes == 0xe2819f
        || bytes == 0xe38080;
  }
}
