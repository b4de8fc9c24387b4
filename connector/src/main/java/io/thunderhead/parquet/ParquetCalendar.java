package io.thunderhead.parquet;

/** How dates before 1582-10-15 and instants before 1900 are counted in a file. */
public enum ParquetCalendar {
  /** As the file's footer says; one that says nothing is in the proleptic Gregorian calendar. */
  FOOTER,
  /** In the hybrid of Julian and Gregorian calendar, whatever the footer says. */
  LEGACY,
  /** In the proleptic Gregorian calendar, whatever the footer says. */
  CORRECTED
}
