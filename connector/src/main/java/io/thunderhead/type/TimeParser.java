package io.thunderhead.type;

import java.util.Arrays;

/**
 * Reads dates and times from text and numbers as TiDB does (kv-encoding 4.4).
 *
 * <p>Text is cut from its end: a zone, a fraction, then up to six numbers between separators. What
 * looked like a zone or a fraction becomes another number when fewer than six were found. Made once
 * per column.
 */
public final class TimeParser {
  private static final int PARTS = 6;
  private static final int MAX_PART_DIGITS = 9;

  /** Digits of each field when there are no separators, by length of the text; year first. */
  private static final int[][] COMPACT = new int[15][];

  static {
    COMPACT[5] = new int[] {2, 2, 1};
    COMPACT[6] = new int[] {2, 2, 2};
    COMPACT[7] = new int[] {2, 2, 2, 1};
    COMPACT[8] = new int[] {4, 2, 2};
    COMPACT[9] = new int[] {2, 2, 2, 2, 1};
    COMPACT[10] = new int[] {2, 2, 2, 2, 2};
    COMPACT[11] = new int[] {2, 2, 2, 2, 2, 1};
    COMPACT[12] = new int[] {2, 2, 2, 2, 2, 2};
    COMPACT[14] = new int[] {4, 2, 2, 2, 2, 2};
  }

  private final SessionZone zone;
  private final TimeZoneSuffix suffix = new TimeZoneSuffix();
  private final int[] from = new int[PARTS];
  private final int[] to = new int[PARTS];
  private final int[] field = new int[PARTS];
  private String text = "";
  private int parts;
  private int fractionFrom;
  private int fractionTo;
  private boolean seconds;

  public TimeParser(SessionZone zone) {
    this.zone = zone;
  }

  /**
   * Reads text.
   *
   * @param fsp digits of the fraction to round to
   * @param number whether the text is that of a decimal number
   * @return a packed time whose fields fit their bits but need not be real, or {@link
   *     PackedTime#INVALID}
   */
  public long parse(String source, int fsp, boolean number) {
    text = source;
    split();
    if (!number) {
      absorbFraction();
    }
    absorbZone();
    if (parts == 0 || parts == 2) {
      return PackedTime.INVALID;
    }
    Arrays.fill(field, 0);
    seconds = parts >= PARTS;
    boolean read = parts > 1 ? readParts() : number ? readNumber() : readCompact();
    if (!read) {
      return PackedTime.INVALID;
    }
    if (parts > 1 && !number && to[0] - from[0] <= 2 && !isAllZero()) {
      field[0] = fullYear(field[0]);
    }
    return zoned(withFraction(fsp));
  }

  /**
   * Reads a number such as 20240131 or 240131235959.
   *
   * @return a packed time or {@link PackedTime#INVALID}
   */
  public static long parse(long number) {
    long full = number;
    if (number == 0) {
      return 0;
    } else if (number >= 10000101000000L) {
      full = number;
    } else if (number < 101) {
      return PackedTime.INVALID;
    } else if (number <= 691231) {
      full = (number + 20000000) * 1000000;
    } else if (number < 700101) {
      return PackedTime.INVALID;
    } else if (number <= 991231) {
      full = (number + 19000000) * 1000000;
    } else if (number <= 99991231) {
      full = number * 1000000;
    } else if (number < 101000000) {
      return PackedTime.INVALID;
    } else if (number <= 691231235959L) {
      full = number + 20000000000000L;
    } else if (number < 700101000000L) {
      return PackedTime.INVALID;
    } else if (number <= 991231235959L) {
      full = number + 19000000000000L;
    }
    long date = full / 1000000;
    int time = (int) (full % 1000000);
    return date > 99999999
        ? PackedTime.INVALID
        : pack(
            (int) (date / 10000),
            (int) (date / 100 % 100),
            (int) (date % 100),
            time / 10000,
            time / 100 % 100,
            time % 100,
            0);
  }

  /** Returns how many digits the fraction in text has, at most six. */
  public static int fractionDigits(String source) {
    int dot = lastDot(source, source.length());
    return dot < 0 ? 0 : Math.min(source.length() - dot - 1, 6);
  }

  private void split() {
    int end = suffix.find(text);
    while (end < text.length() && end > 0 && GoText.isPunctuation(text.charAt(end - 1))) {
      end--;
    }
    int dot = lastDot(text, end);
    fractionFrom = 0;
    fractionTo = 0;
    if (dot > 0) {
      fractionFrom = dot + 1;
      fractionTo = GoText.skipDigits(text, fractionFrom, end);
      while (dot > 0 && GoText.isPunctuation(text.charAt(dot - 1))) {
        dot--;
      }
      end = dot;
    }
    int start = GoText.skipSpaces(text, 0, end);
    splitParts(start, GoText.trimmedEnd(text, start, end));
  }

  private void splitParts(int start, int end) {
    parts = 0;
    if (start == end || !GoText.isDigit(text.charAt(start))) {
      return;
    }
    int partFrom = start;
    for (int at = start + 1; at < end - 1; at++) {
      char c = text.charAt(at);
      if (isSeparator(c, parts)) {
        int before = parts;
        add(partFrom, at);
        while (at + 1 < end && isSeparator(text.charAt(at + 1), before)) {
          at++;
        }
        partFrom = at + 1;
      } else if (!GoText.isDigit(c)) {
        parts = 0;
        return;
      }
    }
    add(partFrom, end);
  }

  private static boolean isSeparator(char c, int partsBefore) {
    if (GoText.isPunctuation(c)) {
      return true;
    }
    boolean blank = c == 'T' || c == ' ' || (c >= '\t' && c <= '\r');
    return (partsBefore == 2 && blank) || (partsBefore > 4 && !GoText.isDigit(c));
  }

  private void add(int partFrom, int partTo) {
    if (parts < PARTS) {
      from[parts] = partFrom;
      to[parts] = partTo;
    }
    parts++;
  }

  private static int lastDot(String source, int end) {
    for (int at = end - 1; at >= 0; at--) {
      char c = source.charAt(at);
      if (c != '+' && c != '-' && GoText.isPunctuation(c)) {
        return c == '.' ? at : -1;
      }
    }
    return -1;
  }

  private boolean absorbs() {
    return parts < PARTS && !(parts == 1 && to[0] - from[0] > 4);
  }

  private void absorbFraction() {
    if (fractionTo > fractionFrom && absorbs()) {
      add(fractionFrom, fractionTo);
      fractionTo = fractionFrom;
    }
  }

  private void absorbZone() {
    if (suffix.signed() && absorbs() && !suffix.compact()) {
      add(suffix.hourFrom(), suffix.hourFrom() + 2);
      if (suffix.minuteFrom() >= 0) {
        add(suffix.minuteFrom(), suffix.minuteFrom() + 2);
      }
      suffix.drop();
    }
  }

  private boolean readParts() {
    for (int i = 0; i < Math.min(parts, PARTS); i++) {
      field[i] = integer(from[i], to[i]);
      if (field[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean readCompact() {
    int length = to[0] - from[0];
    int[] widths = length < COMPACT.length ? COMPACT[length] : null;
    if (widths == null || GoText.skipDigits(text, from[0], to[0]) != to[0]) {
      return false;
    }
    int at = from[0];
    for (int i = 0; i < widths.length; i++) {
      field[i] = integer(at, at + widths[i]);
      at += widths[i];
    }
    if (widths[0] == 2) {
      field[0] = fullYear(field[0]);
    }
    seconds = widths.length == PARTS;
    if (!seconds && length != 7) {
      readFractionAsTime(widths.length);
    }
    return true;
  }

  /** Reads the digits behind the point of a date as its time, behind minutes as the seconds. */
  private void readFractionAsTime(int firstField) {
    int at = fractionFrom;
    for (int i = firstField; i < PARTS && at < fractionTo; i++) {
      int end = Math.min(at + 2, fractionTo);
      field[i] = integer(at, end);
      at = end;
    }
  }

  private boolean readNumber() {
    int length = to[0] - from[0];
    if (length > 18 || GoText.skipDigits(text, from[0], to[0]) != to[0]) {
      return false;
    }
    long packed = parse(Long.parseLong(text, from[0], to[0], 10));
    if (packed == PackedTime.INVALID) {
      return false;
    }
    field[0] = PackedTime.year(packed);
    field[1] = PackedTime.month(packed);
    field[2] = PackedTime.day(packed);
    field[3] = PackedTime.hour(packed);
    field[4] = PackedTime.minute(packed);
    field[5] = PackedTime.second(packed);
    seconds = (length >= 9 && length <= 14) || (length == 1 && packed == 0);
    return true;
  }

  private long withFraction(int fsp) {
    int micros = seconds ? Fractions.micros(text, fractionFrom, fractionTo, fsp) : 0;
    boolean carry = micros == PackedTime.MICROS_PER_SECOND;
    long packed =
        pack(field[0], field[1], field[2], field[3], field[4], field[5], carry ? 0 : micros);
    if (packed == PackedTime.INVALID || !carry) {
      return packed;
    }
    if (!PackedTime.isReal(packed)) {
      return PackedTime.INVALID;
    }
    long wall = PackedTime.wallSecond(packed);
    return zone.isGap(wall)
        ? PackedTime.INVALID
        : PackedTime.ofWallSecond(Times.next(wall, zone), 0);
  }

  private long zoned(long packed) {
    if (packed == PackedTime.INVALID || !suffix.present()) {
      return packed;
    }
    if (!seconds || !suffix.valid() || !PackedTime.isReal(packed)) {
      return PackedTime.INVALID;
    }
    long instant = PackedTime.wallSecond(packed) - suffix.offsetSeconds();
    return PackedTime.ofWallSecond(zone.toWall(instant), PackedTime.micros(packed));
  }

  private boolean isAllZero() {
    for (int each : field) {
      if (each != 0) {
        return false;
      }
    }
    return fractionTo == fractionFrom;
  }

  private int integer(int start, int end) {
    int first = start;
    while (first < end - 1 && text.charAt(first) == '0') {
      first++;
    }
    if (start == end || end - first > MAX_PART_DIGITS) {
      return -1;
    }
    int value = 0;
    for (int i = first; i < end; i++) {
      if (!GoText.isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static int fullYear(int year) {
    return year > 99 ? year : year + (year <= 69 ? 2000 : 1900);
  }

  private static long pack(int year, int month, int day, int hour, int minute, int second, int us) {
    boolean fits =
        year < 1 << 14 && month < 13 && day < 32 && hour < 32 && minute < 64 && second < 64;
    return fits ? PackedTime.pack(year, month, day, hour, minute, second, us) : PackedTime.INVALID;
  }
}
