package io.thunderhead.source;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

/** What Spark's rows hold for dates and instants, by either of its two sets of Java classes. */
final class FrameValues {
  static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1000;

  /** From 1900 on, a java.sql.Timestamp of Spark is the instant itself. */
  private static final long REBASED_BEFORE_MILLIS = -2_208_988_800_000L;

  private FrameValues() {}

  /** Returns the days since 1970-01-01 of a date. */
  static long epochDay(Object date) {
    return (date instanceof Date sql ? sql.toLocalDate() : (LocalDate) date).toEpochDay();
  }

  /** Returns the seconds since 1970 of an instant, rounded down. */
  static long epochSecond(Object instant) {
    if (instant instanceof Timestamp timestamp) {
      long millis = timestamp.getTime();
      return millis >= REBASED_BEFORE_MILLIS
          ? Math.floorDiv(millis, 1000L)
          : Math.floorDiv(DateTimeUtils.fromJavaTimestamp(timestamp), (long) MICROS_PER_SECOND);
    }
    return ((Instant) instant).getEpochSecond();
  }

  /** Returns the microseconds of an instant's second. */
  static int micros(Object instant) {
    return instant instanceof Timestamp timestamp
        ? timestamp.getNanos() / NANOS_PER_MICRO
        : ((Instant) instant).get(ChronoField.MICRO_OF_SECOND);
  }
}
