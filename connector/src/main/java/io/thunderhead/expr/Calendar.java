package io.thunderhead.expr;

import io.thunderhead.type.PackedTime;

/** Days counted from the year 0, and weeks, as MySQL counts them. */
final class Calendar {
  private static final int MONDAY_FIRST = 1;
  private static final int WEEK_YEAR = 2;
  private static final int FIRST_WEEKDAY = 4;
  private static final int EPOCH_DAY_NUMBER = 719_528;

  private Calendar() {}

  /** Returns what TO_DAYS gives for a date without zeros. */
  static long dayNumber(long packed) {
    return PackedTime.epochDay(
            PackedTime.year(packed), PackedTime.month(packed), PackedTime.day(packed))
        + EPOCH_DAY_NUMBER;
  }

  /** Packs the date of a day number. */
  static long ofDayNumber(long number) {
    return PackedTime.ofEpochDay(number - EPOCH_DAY_NUMBER);
  }

  /** Returns 0 for Monday to 6 for Sunday. */
  static int weekday(long packed) {
    return (int) Math.floorMod(dayNumber(packed) + 5, 7L);
  }

  static int dayOfYear(long packed) {
    return (int) (dayNumber(packed) - firstDay(PackedTime.year(packed))) + 1;
  }

  private static long firstDay(int year) {
    return PackedTime.epochDay(year, 1, 1) + EPOCH_DAY_NUMBER;
  }

  private static int daysIn(int year) {
    return (int) (firstDay(year + 1) - firstDay(year));
  }

  /** Returns the bits of a mode of WEEK that {@link #yearWeek} takes. */
  static int weekMode(int mode) {
    int bits = mode & 7;
    return (bits & MONDAY_FIRST) == 0 ? bits ^ FIRST_WEEKDAY : bits;
  }

  /** Returns bits that make a week belong to a year, never 0. */
  static int ofYear(int bits) {
    return bits | WEEK_YEAR;
  }

  /** Returns the year of a date's week times 100 and the week. */
  static int yearWeek(long packed, int bits) {
    boolean mondayFirst = (bits & MONDAY_FIRST) != 0;
    boolean weekYear = (bits & WEEK_YEAR) != 0;
    boolean firstWeekday = (bits & FIRST_WEEKDAY) != 0;
    int year = PackedTime.year(packed);
    long day = dayNumber(packed);
    long first = firstDay(year);
    int weekday = (int) Math.floorMod(first + 5 + (mondayFirst ? 0 : 1), 7L);
    if (PackedTime.month(packed) == 1 && PackedTime.day(packed) <= 7 - weekday) {
      if (!weekYear && startsLate(firstWeekday, weekday)) {
        return year * 100;
      }
      weekYear = true;
      year--;
      int days = daysIn(year);
      first -= days;
      weekday = (weekday + 53 * 7 - days) % 7;
    }
    long days =
        startsLate(firstWeekday, weekday) ? day - (first + 7 - weekday) : day - (first - weekday);
    if (weekYear && days >= 52 * 7) {
      weekday = (weekday + daysIn(year)) % 7;
      if (!startsLate(firstWeekday, weekday)) {
        return (year + 1) * 100 + 1;
      }
    }
    return year * 100 + (int) (days / 7) + 1;
  }

  /** Tells whether the days before the first full week are no week of the year. */
  private static boolean startsLate(boolean firstWeekday, int weekday) {
    return firstWeekday ? weekday != 0 : weekday >= 4;
  }
}
