package io.thunderhead.ddl;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates and times of literals and prints them as TiDB does, kv-encoding 4.4. */
final class TimeText {
  private static final Pattern SEPARATED =
      Pattern.compile(
          "(\\d{4}|\\d{1,2})[^\\d\\s](\\d{1,2})[^\\d\\s](\\d{1,2})"
              + "(?:(?:T|\\s+)(\\d{1,2})(?:[^\\d\\s](\\d{1,2})(?:[^\\d\\s](\\d{1,2})"
              + "(?:\\.(\\d*))?)?)?)?");
  private static final Pattern COMPACT =
      Pattern.compile("(\\d{14}|\\d{12}|\\d{8}|\\d{6})(?:\\.(\\d*))?");
  private static final Pattern DURATION =
      Pattern.compile("(-)?(?:(\\d+)\\s+)?(\\d+)(?::(\\d{1,2})(?::(\\d{1,2}))?)?(?:\\.(\\d*))?");
  private static final long MAX_DURATION_SECONDS = 838 * 3600L + 59 * 60 + 59;

  /** Zero parts are allowed, so no java.time type fits. */
  private record Parts(int year, int month, int day, int hour, int minute, int second, int micros) {
    boolean isDate() {
      return month > 0 && day > 0;
    }

    LocalDateTime local() {
      return LocalDateTime.of(year, month, day, hour, minute, second, micros * 1000);
    }

    static Parts of(LocalDateTime t) {
      return new Parts(
          t.getYear(),
          t.getMonthValue(),
          t.getDayOfMonth(),
          t.getHour(),
          t.getMinute(),
          t.getSecond(),
          t.getNano() / 1000);
    }
  }

  private TimeText() {}

  /**
   * A DATE, DATETIME or TIMESTAMP value as text.
   *
   * @param zone where a TIMESTAMP is written; its text comes out in UTC
   * @return null when the text is no such value
   */
  static String dateTime(String text, FieldType type, ZoneId zone) {
    Parts parts = parse(text.strip(), type.type == FieldType.DATE ? 6 : type.decimal);
    if (parts == null) {
      return null;
    }
    if (type.type == FieldType.DATE) {
      return date(parts);
    }
    if (type.type == FieldType.TIMESTAMP && parts.isDate()) {
      LocalDateTime utc =
          parts.local().atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
      parts = Parts.of(utc);
    }
    return date(parts)
        + String.format(
            Locale.ROOT, " %02d:%02d:%02d", parts.hour(), parts.minute(), parts.second())
        + fraction(parts.micros(), type.decimal);
  }

  /** The time as java.time has it, or null. */
  static LocalDateTime local(String text) {
    Parts parts = parse(text.strip(), 6);
    return parts == null || !parts.isDate() ? null : parts.local();
  }

  static String format(LocalDateTime time, int fsp) {
    Parts parts = Parts.of(time);
    return date(parts)
        + String.format(
            Locale.ROOT, " %02d:%02d:%02d", parts.hour(), parts.minute(), parts.second())
        + fraction(parts.micros(), fsp);
  }

  private static String date(Parts parts) {
    return String.format(Locale.ROOT, "%04d-%02d-%02d", parts.year(), parts.month(), parts.day());
  }

  private static String fraction(int micros, int fsp) {
    return fsp <= 0 ? "" : "." + String.format(Locale.ROOT, "%06d", micros).substring(0, fsp);
  }

  private static Parts parse(String text, int fsp) {
    Matcher separated = SEPARATED.matcher(text);
    Parts parts;
    String fraction;
    if (separated.matches()) {
      int[] n = new int[6];
      for (int i = 0; i < 6; i++) {
        n[i] = separated.group(i + 1) == null ? 0 : Integer.parseInt(separated.group(i + 1));
      }
      boolean zero = n[0] == 0 && n[1] == 0 && n[2] == 0;
      int year = separated.group(1).length() == 4 || zero ? n[0] : century(n[0]);
      parts = new Parts(year, n[1], n[2], n[3], n[4], n[5], 0);
      fraction = separated.group(7);
    } else {
      Matcher compact = COMPACT.matcher(text);
      if (!compact.matches()) {
        return null;
      }
      parts = compact(compact.group(1));
      fraction = compact.group(2);
    }
    return valid(parts) ? withFraction(parts, fraction == null ? "" : fraction, fsp) : null;
  }

  private static Parts compact(String digits) {
    boolean longYear = digits.length() == 14 || digits.length() == 8;
    String all = (longYear ? "" : "00") + digits + "000000";
    int shortYear = Integer.parseInt(all.substring(0, 4));
    int[] n = new int[5];
    for (int i = 0; i < 5; i++) {
      n[i] = Integer.parseInt(all.substring(4 + 2 * i, 6 + 2 * i));
    }
    boolean zero = shortYear == 0 && n[0] == 0 && n[1] == 0;
    int year = longYear || zero ? shortYear : century(shortYear);
    return new Parts(year, n[0], n[1], n[2], n[3], n[4], 0);
  }

  private static int century(int year) {
    return year < 70 ? 2000 + year : year < 100 ? 1900 + year : year;
  }

  private static boolean valid(Parts parts) {
    if (parts.month() > 12
        || parts.day() > 31
        || parts.hour() > 23
        || parts.minute() > 59
        || parts.second() > 59) {
      return false;
    }
    if (!parts.isDate()) {
      return true;
    }
    try {
      parts.local();
      return true;
    } catch (DateTimeException noSuchDay) {
      return false;
    }
  }

  private static Parts withFraction(Parts p, String digits, int fsp) {
    long micros = micros(digits, fsp);
    if (micros < 1_000_000) {
      return new Parts(
          p.year(), p.month(), p.day(), p.hour(), p.minute(), p.second(), (int) micros);
    }
    return p.isDate() ? Parts.of(p.local().plusSeconds(1)) : null;
  }

  /** Rounded half up on the digit behind the last kept one; 1,000,000 when it carries. */
  private static long micros(String digits, int fsp) {
    String padded = (digits + "0000000").substring(0, 7);
    long kept = Long.parseLong("0" + padded.substring(0, fsp));
    if (padded.charAt(fsp) >= '5') {
      kept++;
    }
    for (int i = fsp; i < 6; i++) {
      kept *= 10;
    }
    return kept;
  }

  /** A TIME value as text, or null when the text is none. */
  static String duration(String text, int fsp) {
    Matcher m = DURATION.matcher(text.strip());
    if (!m.matches()) {
      return null;
    }
    long days = m.group(2) == null ? 0 : Long.parseLong(m.group(2));
    long first = Long.parseLong(m.group(3));
    long hours;
    long minutes = m.group(4) == null ? 0 : Long.parseLong(m.group(4));
    long seconds = m.group(5) == null ? 0 : Long.parseLong(m.group(5));
    if (m.group(4) == null && m.group(2) == null) {
      hours = first / 10000;
      minutes = first / 100 % 100;
      seconds = first % 100;
    } else {
      hours = days * 24 + first;
    }
    long micros = micros(m.group(6) == null ? "" : m.group(6), fsp);
    long total = hours * 3600 + minutes * 60 + seconds + micros / 1_000_000;
    if (minutes > 59 || seconds > 59 || total > MAX_DURATION_SECONDS) {
      return null;
    }
    return (m.group(1) == null ? "" : "-")
        + String.format(Locale.ROOT, "%02d:%02d:%02d", total / 3600, total / 60 % 60, total % 60)
        + fraction((int) (micros % 1_000_000), fsp);
  }
}
