package io.thunderhead.job;

import io.thunderhead.dm.DmEndpoint;
import io.thunderhead.dm.DmTask;
import io.thunderhead.dump.DumpLoad;
import io.thunderhead.dump.DumpReport;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.error.Outcome;
import io.thunderhead.input.InputSettings;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.Dump;
import io.thunderhead.route.DumpMetadata;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.FileRouter;
import io.thunderhead.route.ListedFile;
import io.thunderhead.route.TableFilter;
import io.thunderhead.route.TableRoutes;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Loads all tables of an export: arguments and a Spark session in, a report out. */
final class DumpJob {
  private static final Comparator<ErrorCode> GRAVITY =
      Comparator.comparing((ErrorCode code) -> code.outcome() == Outcome.UNKNOWN)
          .thenComparing(ErrorCode::blame);

  private DumpJob() {}

  /**
   * Who wants what DM is told.
   *
   * @param live the server that rows are read from, or null
   */
  record ForDm(DmOptions options, DmEndpoint live) {}

  /**
   * Loads the tables, writes the report where it is wanted, and prints it.
   *
   * @param dm what DM is told, where it is wanted
   * @param out takes the report
   * @param progress takes progress lines
   */
  static DumpReport run(
      ImportArguments arguments,
      DumpArguments dump,
      ForDm dm,
      SparkSession spark,
      PrintWriter out,
      PrintWriter progress) {
    Dump found = list(arguments, dump, spark, progress);
    DmTask task = null;
    DmFolder folder = null;
    if (dm.options().wanted()) {
      DumpMetadata metadata =
          DumpLoad.metadata(found.metadata(), spark.sparkContext().hadoopConfiguration());
      task = dm.options().task(found, metadata, dm.live(), dump, arguments.options());
      folder = dm.options().folder();
    }
    LoadOptions common = options(arguments, new TableName("any", "table"));
    DumpLoad.Settings settings =
        new DumpLoad.Settings(
            common,
            table -> given(arguments, table.quoted()),
            InputSettings.of(arguments.source()),
            dump.schemas(),
            dump.concurrency());
    DumpReport report;
    try (Display display = Display.on(progress)) {
      report =
          new DumpLoad(spark, settings, display, name -> display.watch(name.toString())).run(found);
    }
    PrintWriter forPeople = arguments.reports().forPeople(out, progress);
    forPeople.print(report.toText());
    forPeople.flush();
    arguments.reports().write(report.toJson(), out, spark.sparkContext().hadoopConfiguration());
    if (task != null) {
      writeForDm(task, folder, report, out);
    }
    return report;
  }

  private static void writeForDm(DmTask task, DmFolder folder, DumpReport report, PrintWriter out) {
    if (report.failures().isEmpty()) {
      folder.write(task, out);
    } else {
      out.println("no files for DM: load what failed, then run this again with --dm-task");
      out.flush();
    }
  }

  /** Finds the tables of an export. */
  static Dump list(
      ImportArguments arguments, DumpArguments dump, SparkSession spark, PrintWriter progress) {
    List<ListedFile> files =
        new FileLister(spark.sparkContext().hadoopConfiguration()).list(arguments.paths());
    Dump found =
        Dump.of(
            files,
            new FileRouter(dump.rules(), dump.defaultRules()),
            new TableFilter(dump.filter(), dump.caseSensitive()),
            new TableRoutes(dump.routes(), dump.sourceId(), dump.caseSensitive()));
    progress.println(
        "%d files listed: %d tables, %d views"
            .formatted(files.size(), found.tables().size(), found.views().size()));
    return found;
  }

  /** Returns the options of one table of it. */
  static LoadOptions options(ImportArguments arguments, TableName table) {
    return options(arguments, table.quoted());
  }

  static LoadOptions options(ImportArguments arguments, String table) {
    return LoadOptions.parse(given(arguments, table));
  }

  private static Map<String, String> given(ImportArguments arguments, String table) {
    Map<String, String> options = new HashMap<>(arguments.options());
    options.put("table", table);
    return options;
  }

  /**
   * Fails when a table did.
   *
   * @throws LoadException of the gravest failure's code, which names all tables that failed
   */
  static void check(DumpReport report) {
    List<DumpReport.Outcome> failures = report.failures();
    if (failures.isEmpty()) {
      return;
    }
    ErrorCode worst = failures.get(0).code();
    for (DumpReport.Outcome failure : failures) {
      worst = GRAVITY.compare(failure.code(), worst) > 0 ? failure.code() : worst;
    }
    DumpReport.Outcome first = failures.get(0);
    throw new LoadException(
        worst,
        "%d of %d tables and views failed: %s. The first: %s"
            .formatted(
                failures.size(),
                report.tables().size() + report.views().size(),
                String.join(", ", failures.stream().map(each -> each.name().toString()).toList()),
                first.message()));
  }
}
