package io.thunderhead.type;

import io.thunderhead.codec.Bytes;

/** UTF-8 as TiDB's strings have it: a byte that starts no character counts as one character. */
public final class Utf8 {
  /** First byte of characters from U+10000 to U+3FFFF. */
  static final byte FOUR_BYTE_LEAD = (byte) 0xf0;

  /** U+FFFD. */
  private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

  private Utf8() {}

  /** Appends the UTF-8 of text; a surrogate without its pair becomes one byte that is not valid. */
  public static void append(Bytes out, String text) {
    int length = text.length();
    byte[] array = out.reserve(length * 3);
    int start = out.length();
    int at = start;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        array[at++] = (byte) c;
      } else if (i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        at = put(array, at, Character.toCodePoint(c, text.charAt(++i)));
      } else {
        at = put(array, at, c);
      }
    }
    out.advance(at - start);
  }

  /** Returns how many bytes a text has; a surrogate without its pair counts as two. */
  public static int length(CharSequence text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }

  /** Appends one code point that is no surrogate. */
  static void appendPoint(Bytes out, int point) {
    if (point < 0x80) {
      out.put(point);
    } else {
      int start = out.length();
      out.advance(put(out.reserve(4), start, point) - start);
    }
  }

  /** Writes one code point from U+0080 on and returns where the next begins. */
  private static int put(byte[] array, int from, int point) {
    int at = from;
    if (point < 0x800) {
      array[at++] = (byte) (0xc0 | point >> 6);
    } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      array[at++] = (byte) 0xff;
      return at;
    } else {
      if (point < 0x10000) {
        array[at++] = (byte) (0xe0 | point >> 12);
      } else {
        array[at++] = (byte) (0xf0 | point >> 18);
        array[at++] = (byte) (0x80 | (point >> 12 & 0x3f));
      }
      array[at++] = (byte) (0x80 | (point >> 6 & 0x3f));
    }
    array[at++] = (byte) (0x80 | (point & 0x3f));
    return at;
  }

  /** Returns the length of the well-formed character at {@code at}, 0 if there is none. */
  public static int validLength(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Returns the code point of the well-formed character at {@code at}. */
  static int point(byte[] bytes, int at, int length) {
    int first = bytes[at];
    return switch (length) {
      case 1 -> first;
      case 2 -> ((first & 0x1f) << 6) | tail(bytes, at + 1);
      case 3 -> ((first & 0x0f) << 12) | (tail(bytes, at + 1) << 6) | tail(bytes, at + 2);
      default ->
          ((first & 0x07) << 18)
              | (tail(bytes, at + 1) << 12)
              | (tail(bytes, at + 2) << 6)
              | tail(bytes, at + 3);
    };
  }

  private static int tail(byte[] bytes, int at) {
    return bytes[at] & 0x3f;
  }

  /** Returns the length of a character as its first byte has it, whether or not there is one. */
  static int announcedLength(byte first) {
    int unsigned = first & 0xff;
    return unsigned < 0x80 ? 1 : unsigned < 0xe0 ? 2 : unsigned < 0xf0 ? 3 : 4;
  }

  /** Returns the length of the character at {@code at}, 1 where there is none. */
  public static int runeLength(byte[] bytes, int at, int end) {
    return Math.max(1, validLength(bytes, at, end));
  }

  /** Returns the offset after {@code runes} characters, -1 when there are no more than that. */
  public static int offsetBeyond(byte[] bytes, int end, int runes) {
    if (end <= runes) {
      return -1;
    }
    int at = 0;
    for (int left = runes; left > 0; left--) {
      if (at >= end) {
        return -1;
      }
      at += runeLength(bytes, at, end);
    }
    return at < end ? at : -1;
  }

  /** Appends a range with U+FFFD in the place of each byte that starts no character. */
  public static void appendRepaired(Bytes out, byte[] bytes, int end) {
    int at = 0;
    while (at < end) {
      int length = validLength(bytes, at, end);
      if (length == 0) {
        out.put(REPLACEMENT);
        at++;
      } else {
        out.put(bytes, at, length);
        at += length;
      }
    }
  }
}
