package io.thunderhead.type;

import io.thunderhead.codec.Bytes;

/** The rules for characters that no table lists (kv-encoding 5.3 to 5.7). */
final class ImplicitWeights {
  /** How a character that a table does not list is sorted. */
  @FunctionalInterface
  interface Rule {
    /** Appends the sort key of {@code point}. */
    void put(int point, Listed listed, Bytes out);
  }

  /** The sort keys that a table lists. */
  @FunctionalInterface
  interface Listed {
    /** Appends the sort key of {@code point}. */
    void put(int point, Bytes out);
  }

  /** The code point whose sort key nobody can know: TiDB fails on it. */
  static final int WITHOUT_WEIGHT = 0x2cea1;

  private static final int LAST_OF_BMP = 0xffff;
  private static final int REPLACEMENT = 0xfffd;

  /** Number of GB18030's four-byte codes before that of U+10000. */
  private static final int GB18030_SUPPLEMENTARY = 189_000;

  private static final int RARE_HAN = 0xfb80;
  private static final int HAN = 0xfb40;
  private static final int OTHER = 0xfbc0;
  private static final int TANGUT = 0xfb00;

  private static final int FIRST_TANGUT = 0x17000;
  private static final int LAST_TANGUT = 0x18aff;

  private static final int FIRST_HANGUL = 0xac00;
  private static final int LAST_HANGUL = 0xd7af;
  private static final int FIRST_LEADING = 0x1100;
  private static final int FIRST_VOWEL = 0x1161;
  private static final int BEFORE_TRAILING = 0x11a7;
  private static final int VOWELS = 21;
  private static final int TRAILINGS = 28;

  private ImplicitWeights() {}

  /** A character of the first plane is its own weight, all others share that of U+FFFD. */
  static void codePoint(int point, Listed listed, Bytes out) {
    out.putShort(point > LAST_OF_BMP ? REPLACEMENT : point);
  }

  /** Characters that GBK lacks are question marks. */
  static void questionMark(int point, Listed listed, Bytes out) {
    out.put('?');
  }

  /** ASCII is itself; all that is not in the first plane is counted up in four bytes. */
  static void gb18030(int point, Listed listed, Bytes out) {
    if (point < 0x80) {
      out.put(point);
      return;
    }
    int linear = point - LAST_OF_BMP - 1 + GB18030_SUPPLEMENTARY;
    out.put(0x81 + linear / 12600);
    out.put(0x30 + linear / 1260 % 10);
    out.put(0x81 + linear / 10 % 126);
    out.put(0x30 + linear % 10);
  }

  /** The implicit weights of UCA 4.0.0 for the first plane; all others have that of U+FFFD. */
  static void uca4(int point, Listed listed, Bytes out) {
    if (point > LAST_OF_BMP) {
      out.putShort(REPLACEMENT);
    } else if (in(point, 0x3400, 0x4db5)) {
      putPair(out, RARE_HAN, point);
    } else if (in(point, 0x4e00, 0x9fa5) || in(point, 0xfa0e, 0xfa0f)) {
      putPair(out, HAN, point);
    } else {
      putPair(out, OTHER, point);
    }
  }

  /**
   * The implicit weights of UCA 9.0.0; a Hangul syllable sorts as its letters.
   *
   * @throws BadValueException for the one character that TiDB has no weight of
   */
  static void uca9(int point, Listed listed, Bytes out) {
    if (in(point, FIRST_HANGUL, LAST_HANGUL)) {
      putHangul(point - FIRST_HANGUL, listed, out);
    } else if (in(point, FIRST_TANGUT, LAST_TANGUT)) {
      out.putShort(TANGUT);
      out.putShort((point - FIRST_TANGUT) | 0x8000);
    } else if (in(point, 0x3400, 0x4db5)
        || in(point, 0x20000, 0x2a6d6)
        || in(point, 0x2a700, 0x2b734)
        || in(point, 0x2b740, 0x2b81d)
        || in(point, 0x2b820, 0x2cea0)) {
      putPair(out, RARE_HAN, point);
    } else if (in(point, 0x4e00, 0x9fd5) || in(point, 0xfa0e, 0xfa29)) {
      putPair(out, HAN, point);
    } else if (point == WITHOUT_WEIGHT) {
      throw new BadValueException("TiDB has no weight of U+2CEA1 and fails on it");
    } else {
      putPair(out, OTHER, point);
    }
  }

  private static void putHangul(int index, Listed listed, Bytes out) {
    listed.put(FIRST_LEADING + index / (VOWELS * TRAILINGS), out);
    listed.put(FIRST_VOWEL + index / TRAILINGS % VOWELS, out);
    if (index % TRAILINGS != 0) {
      listed.put(BEFORE_TRAILING + index % TRAILINGS, out);
    }
  }

  private static void putPair(Bytes out, int base, int point) {
    out.putShort(base + (point >>> 15));
    out.putShort((point & 0x7fff) | 0x8000);
  }

  private static boolean in(int point, int first, int last) {
    return point >= first && point <= last;
  }
}
