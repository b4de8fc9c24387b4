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
import io.thunderhead.load.TableReport;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.ListedFile;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.watch.LoadWatch;
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
    LoadWatch watch = null;
    try (Display display = Display.on(progress)) {
      watch = display.watch(options.table().toString());
      report = BulkLoad.run(spark, input, options, display, watch);
    } catch (RuntimeException e) {
      FailureReport failure = FailureReport.of(options.table().toString(), e, watch);
      tellFailure(arguments, failure, spark, out, progress);
      throw e;
    }
    tell(arguments, report, spark, out, progress);
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
    LoadOptions options = submitted(arguments, spark, progress);
    LogicalReport report;
    LoadWatch watch = null;
    try (Display display = Display.on(progress)) {
      watch = display.watch(options.table().toString());
      report = LogicalLoad.run(spark, input, options, display, watch);
    } catch (RuntimeException e) {
      FailureReport failure = FailureReport.of(options.table().toString(), e, watch);
      tellFailure(arguments, failure, spark, out, progress);
      throw e;
    }
    tell(arguments, report, spark, out, progress);
    return report;
  }

  private static void tell(
      ImportArguments arguments,
      TableReport report,
      SparkSession spark,
      PrintWriter out,
      PrintWriter progress) {
    PrintWriter forPeople = arguments.reports().forPeople(out, progress);
    forPeople.print(report.toText());
    forPeople.flush();
    arguments
        .reports()
        .write(arguments.told(report.toJson()), out, spark.sparkContext().hadoopConfiguration());
  }

  private static void tellFailure(
      ImportArguments arguments,
      FailureReport failure,
      SparkSession spark,
      PrintWriter out,
      PrintWriter progress) {
    progress.println(failure.outcomeLine());
    progress.flush();
    try {
      arguments
          .reports()
          .write(arguments.told(failure.toJson()), out, spark.sparkContext().hadoopConfiguration());
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
        LogicalDryRun.run(
            spark,
            input(arguments, spark),
            LoadOptions.parse(arguments.options()),
            Reports.lines(progress));
    out.print(report.toText());
    out.flush();
    report.checks().requirePassed();
  }
}
