package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of a read: those of a load that say which cluster and which table, and two of its
 * own.
 *
 * @param cluster where the table is
 * @param ts timestamp of PD that the rows are read at, 0 for now
 * @param zeroDatesAreNull whether dates that no calendar has are NULL instead of an error
 */
public record ScanOptions(LoadOptions cluster, long ts, boolean zeroDatesAreNull) {
  private static final LoadOption<String> TS =
      new LoadOption<>(
              "ts",
              "",
              false,
              "a timestamp of PD, or a time such as 2024-05-01 12:00:00",
              "Time at which rows are read; now when it is not given.",
              text -> text)
          .alias("tidb-snapshot");
  private static final LoadOption<Boolean> ZERO_DATES =
      new LoadOption<>(
          "zero-dates",
          "error",
          false,
          "error or null",
          "What becomes of dates that no calendar has, such as 0000-00-00.",
          text ->
              switch (text) {
                case "null" -> true;
                case "error" -> false;
                default -> throw new IllegalArgumentException(text);
              });
  private static final List<LoadOption<?>> OWN = List.of(TS, ZERO_DATES);
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(Locale.ROOT);
  private static final int LOGICAL_BITS = 18;

  /**
   * Reads options.
   *
   * @throws LoadException INVALID_OPTION as {@link LoadOptions#parse}
   */
  public static ScanOptions parse(Map<String, String> options) {
    Map<String, String> ofCluster = new LinkedHashMap<>(TiSparkNames.translated(options));
    String at = take(TS, ofCluster);
    boolean nulls = ZERO_DATES.parse(take(ZERO_DATES, ofCluster));
    LoadOptions cluster = LoadOptions.parse(ofCluster);
    return new ScanOptions(cluster, at.isBlank() ? 0 : ts(at.strip(), cluster.timeZone()), nulls);
  }

  /** Returns the options without those that only reads have. */
  public static Map<String, String> ofWrites(Map<String, String> options) {
    Map<String, String> others = new LinkedHashMap<>(TiSparkNames.translated(options));
    OWN.forEach(option -> take(option, others));
    return others;
  }

  /** Returns the timestamp of the first moment of a millisecond. */
  public static long ts(long epochMillis) {
    return epochMillis << LOGICAL_BITS;
  }

  /**
   * Reads a timestamp of PD, or a time of a zone.
   *
   * @throws LoadException INVALID_OPTION for another text
   */
  public static long ts(String text, ZoneId zone) {
    if (text.matches("\\d{1,18}")) {
      return Long.parseLong(text);
    }
    try {
      Instant instant =
          text.endsWith("Z")
              ? Instant.parse(text)
              : LocalDateTime.parse(text, TIME).atZone(zone).toInstant();
      return ts(instant.toEpochMilli());
    } catch (DateTimeParseException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: '%s' (expected: %s)".formatted(TS.key(), text, TS.expected()),
          e);
    }
  }

  private static String take(LoadOption<?> option, Map<String, String> from) {
    String found = option.defaultText();
    for (String key : List.copyOf(from.keySet())) {
      if (NearestName.find(key, List.of(option)) != null) {
        found = from.remove(key);
      }
    }
    return found;
  }
}
