package io.thunderhead.load;

import io.thunderhead.precheck.Estimate;
import io.thunderhead.precheck.PrecheckReport;
import java.util.Locale;

/**
 * What a load would do, by the prechecks and a sample of the rows.
 *
 * @param estimate null when a critical check failed, so that no rows were read
 * @param badRows bad rows that the sample met
 * @param readSeconds one reading of the whole input with this Spark, measured
 * @param encodeSeconds the encoding of all rows on all cores, from the sample's
 * @param writeSeconds the writing of all replicas at the rate of {@link #STORE_RATE}
 */
public record DryRunReport(
    PrecheckReport checks,
    Estimate estimate,
    long badRows,
    double readSeconds,
    double encodeSeconds,
    double writeSeconds) {
  /** Bytes that a store is taken to write in a second: what a common SSD bears beside its load. */
  static final long STORE_RATE = 64L << 20;

  /** Returns the seconds of a load, which reads the input once and a little of it before. */
  public double totalSeconds() {
    return readSeconds + encodeSeconds + writeSeconds;
  }

  /** Returns checks and estimates as lines for a person. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    checks
        .lines()
        .forEach(line -> text.append(line.stripTrailing()).append(System.lineSeparator()));
    text.append(checks.summary()).append(System.lineSeparator());
    if (estimate == null) {
      return text.toString();
    }
    line(text, "rows", "%,d read, %,d bad in the sample".formatted(estimate.rows(), badRows));
    line(text, "KVs", "about %,d (%,d bytes)".formatted(estimate.kvs(), estimate.bytes()));
    line(text, "regions", "%,d".formatted(estimate.regions()));
    line(
        text,
        "seconds",
        "about %.0f: reading %.1f, encoding %.1f, writing %.1f at %d MiB/s a store"
            .formatted(totalSeconds(), readSeconds, encodeSeconds, writeSeconds, STORE_RATE >> 20));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-23s %s%n", name, value));
  }
}
