package io.thunderhead.type;

/**
 * A civil date and time in one long: {@code ((year*13 + month) << 5 | day) << 17 | hour << 12 |
 * minute << 6 | second) << 24 | microsecond} (kv-encoding 4.2). Zero is the zero date.
 */
public final class PackedTime {
  public static final int MICROS_PER_SECOND = 1_000_000;

  /** Stands for what is no time, or none of the years 0 to 9999. */
  public static final long INVALID = -1;

  private static final int[] DAYS_IN_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int[] POWERS = {1_000_000, 100_000, 10_000, 1000, 100, 10, 1};

  private PackedTime() {}

  public static long pack(
      int year, int month, int day, int hour, int minute, int second, int micros) {
    long date = ((long) year * 13 + month) << 5 | day;
    long time = (long) hour << 12 | minute << 6 | second;
    return (date << 17 | time) << 24 | micros;
  }

  public static int year(long packed) {
    return (int) (packed >>> 46) / 13;
  }

  public static int month(long packed) {
    return (int) (packed >>> 46) % 13;
  }

  public static int day(long packed) {
    return (int) (packed >>> 41) & 31;
  }

  public static int hour(long packed) {
    return (int) (packed >>> 36) & 31;
  }

  public static int minute(long packed) {
    return (int) (packed >>> 30) & 63;
  }

  public static int second(long packed) {
    return (int) (packed >>> 24) & 63;
  }

  public static int micros(long packed) {
    return (int) packed & 0xff_ffff;
  }

  /** Returns the date alone. */
  public static long date(long packed) {
    return packed & -(1L << 41);
  }

  /** Tells whether month or day is zero; of the zero date too. */
  public static boolean hasZeroInDate(long packed) {
    return month(packed) == 0 || day(packed) == 0;
  }

  /** Tells whether all fields are such as a calendar and a clock show. */
  public static boolean isReal(long packed) {
    return !hasZeroInDate(packed) && isTolerable(packed, false);
  }

  /** As {@link #isReal}, but month and day may be zero, and any month may have 31 days. */
  public static boolean isTolerable(long packed, boolean allowInvalidDates) {
    int month = month(packed);
    return year(packed) <= 9999
        && month <= 12
        && day(packed) <= (allowInvalidDates ? 31 : lastDay(year(packed), month))
        && hour(packed) < 24
        && minute(packed) < 60
        && second(packed) < 60;
  }

  /** Returns the wall-clock seconds since 1970-01-01 of a real time. */
  public static long wallSecond(long packed) {
    long days = epochDay(year(packed), month(packed), day(packed));
    return days * 86_400 + hour(packed) * 3600L + minute(packed) * 60L + second(packed);
  }

  /** Packs wall-clock seconds since 1970-01-01, {@link #INVALID} outside the years 0 to 9999. */
  public static long ofWallSecond(long wallSecond, int micros) {
    long packedDate = ofEpochDay(Math.floorDiv(wallSecond, 86_400L));
    if (packedDate == INVALID) {
      return INVALID;
    }
    int second = (int) Math.floorMod(wallSecond, 86_400L);
    long time = (long) (second / 3600) << 12 | second / 60 % 60 << 6 | second % 60;
    return packedDate | time << 24 | micros;
  }

  /** Packs a day counted from 1970-01-01, {@link #INVALID} outside the years 0 to 9999. */
  public static long ofEpochDay(long epochDay) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    if (year < 0 || year > 9999) {
      return INVALID;
    }
    return pack((int) year, month, day, 0, 0, 0, 0);
  }

  /** Rounds microseconds half up to {@code fsp} digits; one million means the next second. */
  public static int roundMicros(int micros, int fsp) {
    int unit = POWERS[fsp];
    return (micros + unit / 2) / unit * unit;
  }

  /** Returns the number YYYYMMDDhhmmss. */
  public static long number(long packed) {
    return dateNumber(packed) * 1_000_000
        + hour(packed) * 10_000L
        + minute(packed) * 100L
        + second(packed);
  }

  /** Returns the number YYYYMMDD. */
  public static long dateNumber(long packed) {
    return year(packed) * 10_000L + month(packed) * 100L + day(packed);
  }

  /** Returns {@code YYYY-MM-DD}. */
  public static String dateText(long packed) {
    StringBuilder out = new StringBuilder(10);
    pad(out, year(packed), 4).append('-');
    pad(out, month(packed), 2).append('-');
    return pad(out, day(packed), 2).toString();
  }

  /** Returns {@code YYYY-MM-DD hh:mm:ss} and {@code fsp} digits of the fraction. */
  public static String text(long packed, int fsp) {
    StringBuilder out = new StringBuilder(26).append(dateText(packed)).append(' ');
    pad(out, hour(packed), 2).append(':');
    pad(out, minute(packed), 2).append(':');
    pad(out, second(packed), 2);
    appendFraction(out, micros(packed), fsp);
    return out.toString();
  }

  public static void appendFraction(StringBuilder out, int micros, int fsp) {
    if (fsp > 0) {
      pad(out.append('.'), micros / POWERS[fsp], fsp);
    }
  }

  public static StringBuilder pad(StringBuilder out, int number, int width) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      out.append('0');
    }
    return out.append(digits);
  }

  /** Returns how many days a month has, 31 for the month 0. */
  public static int lastDay(int year, int month) {
    if (month == 0) {
      return 31;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && !leap ? 28 : DAYS_IN_MONTH[month - 1];
  }

  /** Returns the days since 1970-01-01 of a real date. */
  public static long epochDay(int year, int month, int day) {
    long shiftedYear = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(shiftedYear, 400L);
    int yearOfEra = (int) (shiftedYear - era * 400);
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
