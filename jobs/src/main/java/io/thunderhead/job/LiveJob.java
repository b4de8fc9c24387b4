package io.thunderhead.job;

import io.thunderhead.dump.DumpReport;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.TableRoutes;
import io.thunderhead.snapshot.LiveSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Loads tables of a running server: a snapshot into a folder, and the folder as any dump. */
final class LiveJob {
  /** What the source holds is taken as it is: zero dates, dates of no calendar, ids of 0. */
  private static final String SQL_MODE =
      "STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

  private LiveJob() {}

  /**
   * Takes the snapshot and loads it.
   *
   * @param out takes the report
   * @param progress takes progress lines
   */
  static DumpReport run(
      ImportArguments arguments,
      DumpArguments dump,
      LiveOptions live,
      DmOptions dm,
      SparkSession spark,
      PrintWriter out,
      PrintWriter progress) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    LiveSnapshot.Staged staged = live.stage(dump, dm.needsPlace(), hadoop, Reports.lines(progress));
    DumpReport report;
    try {
      report =
          DumpJob.run(
              ofStaged(arguments, staged),
              dump.withDefaultRules(),
              new DumpJob.ForDm(dm, live.endpoint()),
              spark,
              out,
              progress);
      requireAll(report, staged, dump);
    } catch (RuntimeException e) {
      tellKept(staged, progress);
      throw e;
    }
    if (!report.failures().isEmpty()) {
      tellKept(staged, progress);
    } else if (live.keepsStaged()) {
      progress.println(
          "the staged rows are kept in %s; 'thunderhead verify --source %s --time-zone UTC --sql-mode %s' compares the tables with them"
              .formatted(staged.folder(), staged.folder(), SQL_MODE));
    } else {
      remove(staged, hadoop, progress);
    }
    progress.flush();
    return report;
  }

  /** Times are staged in UTC. */
  private static ImportArguments ofStaged(ImportArguments arguments, LiveSnapshot.Staged staged) {
    Map<String, String> options = new HashMap<>(arguments.options());
    String zone = options.putIfAbsent("time-zone", "UTC");
    if (zone != null && !zone.equalsIgnoreCase("UTC") && !zone.equals("+00:00")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option time-zone: '%s', but rows of --from-mysql are read in UTC, in which TIMESTAMP is stored on both sides. Leave the option out."
              .formatted(zone));
    }
    options.putIfAbsent("sql-mode", SQL_MODE);
    return new ImportArguments(
        List.of(staged.folder()),
        null,
        SourceOptions.parse(Map.of()),
        Map.of(),
        options,
        arguments.reports(),
        0);
  }

  /** Compares the rows that each table took with those that were staged for it. */
  private static void requireAll(
      DumpReport report, LiveSnapshot.Staged staged, DumpArguments dump) {
    TableRoutes routes = new TableRoutes(dump.routes(), dump.sourceId(), dump.caseSensitive());
    Map<String, Long> missing = new HashMap<>();
    staged.rows().forEach((name, rows) -> missing.merge(key(routes, name), rows, Long::sum));
    for (DumpReport.Outcome table : report.tables()) {
      String key = table.name().toString().toLowerCase(java.util.Locale.ROOT);
      if (!table.isGood()) {
        missing.remove(key);
      } else {
        missing.merge(key, -table.report().rowsRead(), Long::sum);
      }
    }
    missing.values().removeIf(rows -> rows == 0);
    if (!missing.isEmpty()) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "rows that were staged and rows that were read differ, by table: %s. Empty these tables and load %s again."
              .formatted(missing, staged.folder()));
    }
  }

  private static String key(TableRoutes routes, TableName source) {
    return routes
        .target(source.database(), source.table())
        .table()
        .toString()
        .toLowerCase(java.util.Locale.ROOT);
  }

  private static void tellKept(LiveSnapshot.Staged staged, PrintWriter progress) {
    progress.println(
        "the snapshot is kept in %s; 'thunderhead import --source %s --time-zone UTC --sql-mode %s' loads it without the source"
            .formatted(staged.folder(), staged.folder(), SQL_MODE));
    progress.flush();
  }

  private static void remove(
      LiveSnapshot.Staged staged, Configuration hadoop, PrintWriter progress) {
    Path folder = new Path(staged.folder());
    try {
      folder.getFileSystem(hadoop).delete(folder, true);
    } catch (IOException e) {
      progress.println(
          "the staged rows in %s cannot be removed (%s); remove them by hand"
              .formatted(folder, e.getMessage()));
    }
  }
}
