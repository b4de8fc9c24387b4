package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.sql.TidbClient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Garbage collection leaves versions alone for TiDB's least time. A checksum holds GC back by
 * itself, once it has begun (import-protocol 2.3).
 */
record GcLifeTime(TidbClient tidb) implements Checker {
  private static final Duration LEAST = Duration.ofMinutes(10);
  private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|h|m|s)");

  @Override
  public CheckId id() {
    return CheckId.CHECK_GC_LIFE_TIME;
  }

  @Override
  public CheckResult check() {
    if (tidb == null) {
      return CheckResult.skipped(id(), Sql.NO_TIDB);
    }
    List<List<String>> rows =
        tidb.rows(
            "SELECT variable_value FROM mysql.tidb WHERE variable_name = 'tikv_gc_life_time'");
    if (rows.isEmpty()) {
      return CheckResult.skipped(id(), "mysql.tidb has no tikv_gc_life_time");
    }
    String told = rows.get(0).get(0);
    Duration life = duration(told);
    if (life == null) {
      return CheckResult.skipped(id(), "tikv_gc_life_time is '%s'".formatted(told));
    }
    return life.compareTo(LEAST) >= 0
        ? CheckResult.passed(id(), "tikv_gc_life_time is " + told)
        : CheckResult.failed(
            id(),
            ErrorCode.CLUSTER_PROTOCOL,
            "tikv_gc_life_time is %s (expected: 10m or more).".formatted(told),
            "SET GLOBAL tidb_gc_life_time = '10m'.");
  }

  /** Reads Go's durations, such as {@code 10m0s}; null for what is none. */
  static Duration duration(String text) {
    Matcher m = PART.matcher(text);
    double millis = 0;
    int end = 0;
    while (m.find() && m.start() == end) {
      millis +=
          Double.parseDouble(m.group(1))
              * switch (m.group(2)) {
                case "h" -> 3_600_000;
                case "m" -> 60_000;
                case "s" -> 1000;
                default -> 1;
              };
      end = m.end();
    }
    return end == 0 || end != text.length() ? null : Duration.ofMillis(Math.round(millis));
  }
}
