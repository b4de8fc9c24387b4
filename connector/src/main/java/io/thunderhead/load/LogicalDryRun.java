package io.thunderhead.load;

import io.thunderhead.logical.RowTrial;
import io.thunderhead.precheck.PrecheckReport;
import java.util.Locale;

/**
 * What a load by SQL would do: by its prechecks, and by all rows of the input.
 *
 * @param read null when a critical check failed, so that no rows were read
 * @param batchBytes of one transaction, at most
 * @param batchRows of one transaction, at most
 */
public record LogicalDryRun(
    PrecheckReport checks, RowTrial.Result read, long batchBytes, long batchRows) {
  /** Returns checks and figures as lines for a person. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    checks
        .lines()
        .forEach(line -> text.append(line.stripTrailing()).append(System.lineSeparator()));
    text.append(checks.summary()).append(System.lineSeparator());
    if (read != null) {
      line(text, "rows", "%,d read, %,d bad".formatted(read.rows(), read.bad()));
      line(
          text,
          "SQL",
          "%,d bytes in %,d transactions or a few more".formatted(read.bytes(), transactions()));
    }
    return text.toString();
  }

  private long transactions() {
    long byBytes = (read.bytes() + batchBytes - 1) / batchBytes;
    long byRows = (read.rows() - read.bad() + batchRows - 1) / batchRows;
    return Math.max(byBytes, byRows);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-23s %s%n", name, value));
  }
}
