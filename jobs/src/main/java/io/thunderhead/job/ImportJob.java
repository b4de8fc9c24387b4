package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.DryRun;
import io.thunderhead.load.DryRunReport;
import io.thunderhead.load.FailureReport;
import io.thunderhead.load.Jobs;
import io.thunderhead.load.LoadReport;
import io.thunderhead.load.LogicalDryRun;
import io.thunderhead.load.LogicalLoad;
import io.thunderhead.load.LogicalReport;
import io.thunderhead.load.TableReader;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.ListedFile;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import java.io.PrintWriter;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Loads files into one table: arguments and a Spark session in, a report out. */
final class ImportJob {
  private ImportJob() {}

  /**
   * Loads the input, writes the report where it is wanted, and prints it.
   *
   * @param out takes the report
   * @param progress takes progress lines
   */
  static LoadReport run(
      ImportArguments arguments, SparkSession spark, PrintWriter out, PrintWriter progress) {
    FileInput input = input(arguments, spark);
    LoadOptions options = submitted(arguments, spark, progress);
    LoadReport report;
    try {
      report = BulkLoad.run(spark, input, options, Reports.lines(progress));
    } catch (RuntimeException e) {
      tellFailure(arguments, FailureReport.of(options.table().toString(), e), progress);
      throw e;
    }
    out.print(report.toText());
    out.flush();
    Reports.write(arguments.json(), arguments.told(report.toJson()));
    if (arguments.show() > 0) {
      show(options, arguments.show(), out);
    }
    return report;
  }

  /**
   * As the other, by SQL.
   *
   * @param out takes the report
   * @param progress takes progress lines
   */
  static LogicalReport runLogical(
      ImportArguments arguments, SparkSession spark, PrintWriter out, PrintWriter progress) {
    FileInput input = input(arguments, spark);
    LoadOptions options = LoadOptions.parse(arguments.options());
    LogicalReport report;
    try {
      report = LogicalLoad.run(spark, input, options, Reports.lines(progress));
    } catch (RuntimeException e) {
      tellFailure(arguments, FailureReport.of(options.table().toString(), e), progress);
      throw e;
    }
    out.print(report.toText());
    out.flush();
    Reports.write(arguments.json(), arguments.told(report.toJson()));
    return report;
  }

  private static void tellFailure(
      ImportArguments arguments, FailureReport failure, PrintWriter progress) {
    progress.println(failure.outcomeLine());
    progress.flush();
    try {
      Reports.write(arguments.json(), arguments.told(failure.toJson()));
    } catch (LoadException e) {
      // The load's own failure counts for more.
      progress.println(e.getMessage());
    }
  }

  private static void show(LoadOptions options, int rows, PrintWriter out) {
    TableReader.Rows shown;
    try {
      shown = TableReader.read(options, rows);
    } catch (LoadException e) {
      throw new LoadException(
          ErrorCode.UNFINISHED,
          "the load is done, but its rows cannot be shown: " + e.getMessage(),
          e);
    }
    out.println();
    RowPrinter.table(shown, out);
  }

  /** Notes what the user asks before anything is done, so that the job goes on by its id alone. */
  private static LoadOptions submitted(
      ImportArguments arguments, SparkSession spark, PrintWriter progress) {
    return Jobs.kept(
        arguments.options(),
        arguments::request,
        spark.sparkContext().hadoopConfiguration(),
        progress::println);
  }

  /** Lists the files of one table. */
  static FileInput input(ImportArguments arguments, SparkSession spark) {
    return input(arguments, spark.sparkContext().hadoopConfiguration());
  }

  private static FileInput input(ImportArguments arguments, Configuration hadoop) {
    InputSettings settings = InputSettings.of(arguments.source());
    List<ListedFile> files = new FileLister(hadoop).list(arguments.paths());
    return new FileInput(TableFiles.of(files, arguments.format()), settings, arguments.set());
  }

  /**
   * Looks whether there is an input.
   *
   * @throws LoadException SOURCE_UNREADABLE, INVALID_OPTION
   */
  static void requireInput(ImportArguments arguments, Configuration hadoop) {
    input(arguments, hadoop);
  }

  /**
   * Tells what the load would do.
   *
   * @throws LoadException when a critical check fails, after all are told
   */
  static void dryRun(
      ImportArguments arguments, SparkSession spark, PrintWriter out, PrintWriter progress) {
    DryRunReport report =
        DryRun.run(
            spark,
            input(arguments, spark),
            LoadOptions.parse(arguments.options()),
            Reports.lines(progress));
    out.print(report.toText());
    out.flush();
    report.checks().requirePassed();
  }

  /** As the other, by SQL. */
  static void dryRunLogical(
      ImportArguments arguments, SparkSession spark, PrintWriter out, PrintWriter progress) {
    LogicalDryRun report =
        LogicalLoad.dryRun(
            spark,
            input(arguments, spark),
            LoadOptions.parse(arguments.options()),
            Reports.lines(progress));
    out.print(report.toText());
    out.flush();
    report.checks().requirePassed();
  }
}
