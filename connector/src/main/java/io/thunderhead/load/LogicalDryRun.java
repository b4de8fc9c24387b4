package io.thunderhead.load;

import io.thunderhead.logical.RowTrial;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.precheck.PrecheckReport;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rows.RowSource;
import io.thunderhead.task.TrialPartition;
import io.thunderhead.watch.LoadWatch;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

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

  /**
   * Runs the prechecks, reads all rows and makes their SQL; writes nothing anywhere.
   *
   * @throws LoadException when TiDB cannot be asked or the input cannot be read; failed checks are
   *     told by the report
   */
  public static LogicalDryRun run(
      SparkSession spark, FileInput files, LoadOptions options, Consumer<String> told) {
    PrecheckReport checks = SqlSide.precheck(options);
    RowTrial.Result read = null;
    if (checks.criticalFailures().isEmpty()) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      LogicalLoad load = new LogicalLoad(options, hadoop, told, new LoadWatch(), JobRun.NONE);
      RowSource rows =
          files
              .rows(spark, told)
              .forTable(load.plan().target().table(), load.plan().encode().zone());
      load.tellColumns(rows.columns());
      read = new RowTrial.Result(0, 0, 0);
      for (RowTrial.Result each : rows.mapPartitions(new TrialPartition(load.plan())).collect()) {
        read = read.plus(each);
      }
    }
    return new LogicalDryRun(checks, read, options.logicalBatchBytes(), options.logicalBatchRows());
  }
}
