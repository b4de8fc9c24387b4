package io.thunderhead.parquet;

import java.time.ZoneId;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.RebaseDateTime;

/**
 * Brings dates and instants of the hybrid calendar, Julian before 1582-10-15, to the proleptic
 * Gregorian one, so that the wall clock shows the same (kv-encoding 8.4).
 *
 * <p>Spark before 3.0 (INT96: before 3.1) wrote the hybrid calendar always and later ones when they
 * were told to; Hive says so in keys of its own. Spark's own rule is used, so that Spark and this
 * reader agree on every value.
 */
final class LegacyCalendar {
  private static final String SPARK_VERSION = "org.apache.spark.version";
  private static final String SPARK_LEGACY_DATE_TIME = "org.apache.spark.legacyDateTime";
  private static final String SPARK_LEGACY_INT96 = "org.apache.spark.legacyINT96";
  private static final String SPARK_ZONE = "org.apache.spark.timeZone";
  private static final String HIVE_PROLEPTIC = "writer.date.proleptic";
  private static final String HIVE_LEGACY_ZONE = "writer.zone.conversion.legacy";
  private static final String HIVE_ZONE = "writer.time.zone";

  private static final long MICROS_PER_SECOND = 1_000_000;

  /** Beyond this no year is in 0..9999, and microseconds may not fit a long. */
  private static final long MIN_SECOND = -1_000_000_000_000L;

  private final boolean dateTimes;
  private final boolean int96;
  private final String zone;
  private final long rebasedBefore =
      Math.floorDiv(RebaseDateTime.lastSwitchJulianTs(), MICROS_PER_SECOND) + 1;

  private LegacyCalendar(boolean dateTimes, boolean int96, String zone) {
    this.dateTimes = dateTimes;
    this.int96 = int96;
    this.zone = zone;
  }

  /**
   * Decides by the footer of a file.
   *
   * @param footer its key-value metadata
   * @param session the zone of a file that names none
   */
  static LegacyCalendar of(Map<String, String> footer, ParquetCalendar calendar, ZoneId session) {
    String zone = footer.getOrDefault(SPARK_ZONE, footer.get(HIVE_ZONE));
    String chosen = zone == null ? session.getId() : zone;
    return switch (calendar) {
      case LEGACY -> new LegacyCalendar(true, true, chosen);
      case CORRECTED -> new LegacyCalendar(false, false, chosen);
      case FOOTER ->
          new LegacyCalendar(
              isBefore(footer, 3, 0)
                  || footer.containsKey(SPARK_LEGACY_DATE_TIME)
                  || "false".equals(footer.get(HIVE_PROLEPTIC)),
              isBefore(footer, 3, 1)
                  || footer.containsKey(SPARK_LEGACY_INT96)
                  || "true".equals(footer.get(HIVE_LEGACY_ZONE)),
              chosen);
    };
  }

  /** Returns the proleptic day of a DATE. */
  long day(int day) {
    return dateTimes ? RebaseDateTime.rebaseJulianToGregorianDays(day) : day;
  }

  /** Tells whether a second of a TIMESTAMP must go through {@link #micros}. */
  boolean rebases(long second) {
    return dateTimes && isOld(second);
  }

  /** Tells whether a second of an INT96 must go through {@link #micros}. */
  boolean rebasesInt96(long second) {
    return int96 && isOld(second);
  }

  /** Returns the proleptic microseconds of an instant. */
  long micros(long second, int micros) {
    return RebaseDateTime.rebaseJulianToGregorianMicros(zone, second * MICROS_PER_SECOND + micros);
  }

  private boolean isOld(long second) {
    return second < rebasedBefore && second > MIN_SECOND;
  }

  private static boolean isBefore(Map<String, String> footer, int major, int minor) {
    String version = footer.get(SPARK_VERSION);
    if (version == null) {
      return false;
    }
    String[] parts = version.split("\\.", 3);
    int itsMajor = number(parts[0]);
    int itsMinor = parts.length > 1 ? number(parts[1]) : 0;
    return itsMajor >= 0 && (itsMajor < major || (itsMajor == major && itsMinor < minor));
  }

  /** Returns the number that a text starts with, -1 if none does. */
  private static int number(String text) {
    int end = 0;
    while (end < text.length() && end < 4 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == 0 ? -1 : Integer.parseInt(text.substring(0, end));
  }
}
