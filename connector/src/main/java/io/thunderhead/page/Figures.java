package io.thunderhead.page;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final String[] COUNT_UNITS = {"", "k", "M", "G", "T"};

  private Figures() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Three digits and a unit: {@code 17.2 k}. */
  static String shortCount(double number) {
    return scaled(number, 1000, COUNT_UNITS);
  }

  static String bytes(double number) {
    return scaled(number, 1024, BYTE_UNITS);
  }

  private static String scaled(double number, int step, String[] units) {
    int unit = 0;
    double left = number;
    while (Math.abs(left) >= step && unit < units.length - 1) {
      left /= step;
      unit++;
    }
    String format = unit == 0 || left >= 100 ? "%.0f %s" : left >= 10 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, left, units[unit]).strip();
  }

  /** {@code 340 ms}, {@code 12.3 s}, {@code 4:05 min}, {@code 2:03:04 h}. */
  static String duration(long millis) {
    long s = Math.round(millis / 1e3);
    if (millis < 1000) {
      return millis + " ms";
    } else if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    } else if (s < 3600) {
      return String.format(Locale.ROOT, "%d:%02d min", s / 60, s % 60);
    }
    return String.format(Locale.ROOT, "%d:%02d:%02d h", s / 3600, s / 60 % 60, s % 60);
  }

  /** A share of a whole as CSS takes it. */
  static String percent(double part, double whole) {
    return number(whole <= 0 ? 0 : Math.max(0, Math.min(100, 100 * part / whole))) + "%";
  }

  /** A share of a whole likewise. */
  static String percent(long part, long whole) {
    return percent((double) part, (double) whole);
  }

  /** A number as SVG takes it. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
