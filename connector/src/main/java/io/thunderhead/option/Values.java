package io.thunderhead.option;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readers of sizes, durations and switches; each throws {@code IllegalArgumentException}. */
final class Values {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+)\\s*(B|KiB|KB|K|MiB|MB|M|GiB|GB|G)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");

  private Values() {}

  /** Reads bytes: {@code 96MiB}; every unit counts by 1024, as Lightning's do. */
  static long bytes(String text) {
    Matcher m = matched(SIZE, text);
    String unit = m.group(2) == null ? "B" : m.group(2).toUpperCase(Locale.ROOT);
    int power = "BKMG".indexOf(unit.charAt(0));
    return Math.multiplyExact(positive(m.group(1)), 1L << (10 * power));
  }

  /** Reads a duration: {@code 500ms}, {@code 30s}, {@code 15m}. */
  static Duration duration(String text) {
    Matcher m = matched(DURATION, text);
    long amount = positive(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** Reads a whole number above zero. */
  static long positive(String text) {
    long value = Long.parseLong(text);
    if (value <= 0) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  /** Reads {@code true} or {@code false}. */
  static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher m = pattern.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(text);
    }
    return m;
  }
}
