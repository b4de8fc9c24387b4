package io.thunderhead.type;

/**
 * Reads numbers and times straight from UTF-8 when they are written the way programs write them.
 * Everything else is left to the parsers of text, which give the same values for these too.
 */
final class PlainText {
  /** Stands for text that is not plain. */
  static final long NO_INTEGER = Long.MIN_VALUE;

  private static final int MAX_DIGITS = 18;
  private static final int DATE_LENGTH = 10;
  private static final int DATE_TIME_LENGTH = 19;

  private PlainText() {}

  /** Reads up to 18 digits with or without a minus; {@link #NO_INTEGER} for all other text. */
  static long integer(byte[] text, int from, int to) {
    boolean negative = from < to && text[from] == '-';
    int at = negative ? from + 1 : from;
    if (at == to || to - at > MAX_DIGITS) {
      return NO_INTEGER;
    }
    long value = 0;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return NO_INTEGER;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /**
   * Reads {@code YYYY-MM-DD} and {@code YYYY-MM-DD hh:mm:ss}.
   *
   * @return a packed time whose fields need not be real, or {@link PackedTime#INVALID} for all
   *     other text
   */
  static long time(byte[] text, int from, int to) {
    boolean timed = to - from == DATE_TIME_LENGTH;
    if (!timed && to - from != DATE_LENGTH) {
      return PackedTime.INVALID;
    }
    int century = pair(text, from, 99);
    int year = pair(text, from + 2, 99);
    int month = pair(text, from + 5, 12);
    int day = pair(text, from + 8, 31);
    int hour = timed ? pair(text, from + 11, 23) : 0;
    int minute = timed ? pair(text, from + 14, 59) : 0;
    int second = timed ? pair(text, from + 17, 59) : 0;
    if ((century | year | month | day | hour | minute | second) < 0
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || (timed && !separatesTime(text, from))) {
      return PackedTime.INVALID;
    }
    return PackedTime.pack(century * 100 + year, month, day, hour, minute, second, 0);
  }

  private static boolean separatesTime(byte[] text, int from) {
    return text[from + 10] == ' ' && text[from + 13] == ':' && text[from + 16] == ':';
  }

  private static int pair(byte[] text, int at, int max) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
      return -1;
    }
    int value = tens * 10 + ones;
    return value > max ? -1 : value;
  }
}
