package io.thunderhead.type;

/** Reads TIME values from text (kv-encoding 4.4); made once per column. */
public final class DurationParser {
  /** 838:59:59. */
  public static final long MAX_MICROS = ((838 * 60L + 59) * 60 + 59) * PackedTime.MICROS_PER_SECOND;

  private static final int MAX_HOUR = 838;

  /** From this many characters on, text behind the time makes the whole value zero. */
  private static final int LONG_TEXT = 12;

  private static final long MAX_NUMBER = 1L << 40;

  private final ConversionRules rules;
  private final TimeParser dates;
  private final long[] clock = new long[3];
  private String text = "";
  private int end;
  private long micros;

  public DurationParser(ConversionRules rules) {
    this.rules = rules;
    this.dates = new TimeParser(rules.zone());
  }

  /** Returns what was read, in microseconds, also when the text is not quite a time. */
  public long micros() {
    return micros;
  }

  /**
   * Reads text.
   *
   * @return whether it is a time and nothing else
   */
  public boolean parse(String source, int fsp) {
    int from = GoText.skipSpaces(source, 0, source.length());
    end = GoText.trimmedEnd(source, from, source.length());
    text = source;
    micros = 0;
    if (match(from, fsp)) {
      return true;
    }
    return startsAsDate(from) && fromDate(source.substring(from, end), fsp);
  }

  /** Returns the time of day of a packed time in microseconds. */
  public static long micros(long packed) {
    long seconds =
        PackedTime.hour(packed) * 3600L
            + PackedTime.minute(packed) * 60L
            + PackedTime.second(packed);
    return seconds * PackedTime.MICROS_PER_SECOND + PackedTime.micros(packed);
  }

  /** Rounds half up to {@code fsp} digits of a second. */
  public static long round(long micros, int fsp) {
    long whole = Math.floorDiv(micros, PackedTime.MICROS_PER_SECOND);
    int rest = (int) Math.floorMod(micros, (long) PackedTime.MICROS_PER_SECOND);
    return whole * PackedTime.MICROS_PER_SECOND + PackedTime.roundMicros(rest, fsp);
  }

  private boolean match(int from, int fsp) {
    boolean negative = from < end && text.charAt(from) == '-';
    int start = GoText.skipSpaces(text, negative ? from + 1 : from, end);
    int at = matchClock(start);
    if (at < 0) {
      return false;
    }
    at = GoText.skipSpaces(text, at, end);
    int fraction = 0;
    if (at < end && text.charAt(at) == '.') {
      int digitsEnd = GoText.skipDigits(text, at + 1, end);
      fraction = Fractions.micros(text, at + 1, digitsEnd, fsp);
      at = digitsEnd;
    }
    if (at < end && end - start >= LONG_TEXT) {
      return false;
    }
    if (fraction == PackedTime.MICROS_PER_SECOND) {
      carry();
      fraction = 0;
    }
    return clock[1] < 60 && clock[2] < 60 && bound(negative, fraction) && at == end;
  }

  private boolean bound(boolean negative, int fraction) {
    boolean fits = clock[0] <= MAX_HOUR;
    long value =
        fits
            ? (clock[0] * 3600 + clock[1] * 60 + clock[2]) * PackedTime.MICROS_PER_SECOND + fraction
            : MAX_MICROS;
    fits &= value <= MAX_MICROS;
    value = Math.min(value, MAX_MICROS);
    micros = negative ? -value : value;
    return fits;
  }

  private void carry() {
    clock[2]++;
    if (clock[2] == 60) {
      clock[2] = 0;
      clock[1]++;
      if (clock[1] == 60) {
        clock[1] = 0;
        clock[0]++;
      }
    }
  }

  /** Reads {@code D HH[:MM[:SS]]}, {@code HH:MM[:SS]} or {@code HHMMSS}; -1 if it is none. */
  private int matchClock(int start) {
    int numberEnd = GoText.skipDigits(text, start, end);
    if (numberEnd == start) {
      return -1;
    }
    long number = number(start, numberEnd);
    int next = GoText.skipSpaces(text, numberEnd, end);
    if (next > numberEnd) {
      int at = matchColons(next, false);
      if (at >= 0) {
        clock[0] += 24 * number;
        return at;
      }
    }
    int at = matchColons(start, true);
    if (at >= 0) {
      return at;
    }
    clock[0] = number / 10000;
    clock[1] = number / 100 % 100;
    clock[2] = number % 100;
    return numberEnd;
  }

  private int matchColons(int start, boolean colonNeeded) {
    int at = GoText.skipDigits(text, start, end);
    if (at == start) {
      return -1;
    }
    clock[0] = number(start, at);
    clock[1] = 0;
    clock[2] = 0;
    for (int i = 1; i < 3; i++) {
      int colon = GoText.skipSpaces(text, at, end);
      if (colon == end || text.charAt(colon) != ':') {
        return i == 1 && colonNeeded ? -1 : at;
      }
      int from = GoText.skipSpaces(text, colon + 1, end);
      int to = GoText.skipDigits(text, from, end);
      if (to == from) {
        return -1;
      }
      clock[i] = number(from, to);
      at = to;
    }
    return at;
  }

  private long number(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = Math.min(value * 10 + (text.charAt(i) - '0'), MAX_NUMBER);
    }
    return value;
  }

  private boolean startsAsDate(int from) {
    int year = GoText.skipDigits(text, from, end);
    int length = year - from;
    if (length == 12 || length == 14) {
      return true;
    }
    int month = nextNumber(length == 0 ? -1 : year);
    int day = nextNumber(month);
    return day >= 0 && day < end && (text.charAt(day) == ' ' || text.charAt(day) == 'T');
  }

  private int nextNumber(int at) {
    if (at < 0 || at >= end || !GoText.isPunctuation(text.charAt(at))) {
      return -1;
    }
    int to = GoText.skipDigits(text, at + 1, end);
    return to > at + 1 ? to : -1;
  }

  private boolean fromDate(String date, int fsp) {
    micros = 0;
    long packed = dates.parse(date, TimeParser.fractionDigits(date), false);
    boolean valid =
        packed != PackedTime.INVALID
            && PackedTime.isTolerable(packed, rules.allowInvalidDates())
            && (!PackedTime.hasZeroInDate(packed)
                || PackedTime.date(packed) == 0
                || rules.toleratesZeroInDate());
    if (valid) {
      micros = round(micros(packed), fsp);
    }
    return valid;
  }
}
