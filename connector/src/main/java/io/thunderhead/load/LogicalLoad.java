package io.thunderhead.load;

import io.thunderhead.aside.BadRowFolder;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.aside.BadRowTally;
import io.thunderhead.encode.RowValues;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.logical.LogicalLedger;
import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.precheck.PrecheckReport;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rows.FrameSource;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rows.SourceLayout;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.task.LogicalPartition;
import io.thunderhead.task.LogicalTask;
import io.thunderhead.task.WorkMeter;
import io.thunderhead.type.InputColumns;
import io.thunderhead.watch.LoadWatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One load of rows by SQL: each part of the input in transactions that a ledger in the cluster
 * counts, so that no task that runs twice loses or doubles a row.
 */
public final class LogicalLoad {
  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final TidbClient tidb;
  private final LogicalPlan plan;
  private final BadRowSettings badRows;
  private final JobRun run;
  private final LogicalLedger ledger;
  private final LogicalJob job;
  private boolean begun;

  LogicalLoad(
      LoadOptions options,
      Configuration hadoop,
      Consumer<String> told,
      LoadWatch watch,
      JobRun run) {
    this.run = run;
    this.options = options;
    this.told = told;
    this.phases = new Phases(told, watch);
    phases.follow(run);
    watch.options(options.given());
    this.tidb = new TidbClient(options.tidb(), options.user(), options.password());
    this.plan = SqlSide.plan(options, tidb, LogicalJob.id(run, options));
    this.badRows =
        BadRowSettings.of(options, String.valueOf(plan.jobId()), new HadoopSettings(hadoop));
    this.ledger = new LogicalLedger(tidb, plan);
    this.job = new LogicalJob(run, options, ledger, plan.jobId());
  }

  LogicalPlan plan() {
    return plan;
  }

  /** Makes what looks how far the load is; to be closed. */
  LedgerWatch watchLedger() {
    return new LedgerWatch(ledger, options.progressInterval(), told);
  }

  /** Returns what is left behind in the table, in sentences; empty before anything was written. */
  String left() {
    return job.left();
  }

  /** Loads the rows of a DataFrame. */
  public static LogicalReport run(Dataset<Row> rows, LoadOptions options, Consumer<String> told) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Asked asked = new Asked(Jobs.request(options, List.of(), Map.of()), 0, options, told);
    return run(spark, asked, new LoadWatch(), cores -> new FrameSource(rows));
  }

  /** What a user asks, and who is told. */
  private record Asked(
      JobRequest request, long bytes, LoadOptions options, Consumer<String> told) {}

  /**
   * Loads the rows of files.
   *
   * @param told takes progress lines
   * @throws LoadException of any code; its message says how to go on
   */
  public static LogicalReport run(
      SparkSession spark, FileInput files, LoadOptions options, Consumer<String> told) {
    return run(spark, files, options, told, new LoadWatch());
  }

  /** As the other, seen by who watches it. */
  public static LogicalReport run(
      SparkSession spark,
      FileInput files,
      LoadOptions options,
      Consumer<String> told,
      LoadWatch watch) {
    Asked asked =
        new Asked(
            Jobs.request(options, files.files(), files.expressions()),
            files.bytes(),
            options,
            told);
    return run(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        asked,
        watch,
        cores -> files.rows(spark, told, cores));
  }

  /** Runs the load as a job, and notes how it ends. */
  private static LogicalReport run(
      JavaSparkContext spark, Asked asked, LoadWatch watch, IntFunction<RowSource> rows) {
    LoadOptions options = asked.options();
    try (JobRun run =
            LogicalJob.take(options, asked.request(), asked.bytes(), spark, asked.told());
        JobGroup group = JobGroup.enter(spark, Phases.description(run, options.table(), "rows"))) {
      LogicalLoad load = null;
      try {
        load = new LogicalLoad(options, spark.hadoopConfiguration(), asked.told(), watch, run);
        return load.run(rows.apply(LogicalJob.cores(run, spark)), group);
      } catch (RuntimeException e) {
        throw run.fail(e, load == null ? "" : load.left());
      }
    }
  }

  /**
   * Runs the prechecks.
   *
   * @throws LoadException when TiDB cannot be asked; failed checks are told by the report
   */
  public static PrecheckReport precheck(LoadOptions options) {
    return SqlSide.precheck(options);
  }

  private LogicalReport run(RowSource source, JobGroup group) {
    RowSource rows = source.forTable(plan.target().table(), plan.encode().zone());
    phases.describe(rows.spark(), options.table());
    phases.run("precheck", () -> check(rows.columns()));
    SourceLayout layout = rows.layout();
    LogicalTask.Setting tasks =
        layout == null
            ? tasks(rows.partitions(), rows.spark(), 0, 0)
            : tasks(rows.partitions(), rows.spark(), layout.digest(), layout.cores());
    return finish(write(rows, tasks, group));
  }

  void tellColumns(InputColumns input) {
    if (input != null) {
      // Made to see whether it can be.
      List<?> given = new RowValues(plan.target().table(), input, plan.encode()).columns();
      told.accept(
          "logical mode: %d columns of each row go through TiDB as SQL, where changefeeds, log backups and readers see them"
              .formatted(given.size()));
    }
  }

  PrecheckReport check(InputColumns input) {
    tellColumns(input);
    begun = job.isBegun();
    PrecheckReport checks = SqlSide.precheck(tidb, options, begun);
    checks.warnings().forEach(each -> phases.watch().warn(each.id() + ": " + each.message()));
    if (checks.criticalFailures().isEmpty() && checks.warnings().isEmpty()) {
      told.accept(checks.summary());
    } else {
      checks.lines().forEach(told);
    }
    checks.requirePassed();
    if (options.mode() == LoadMode.OVERWRITE && !begun) {
      tidb.run(options.emptyingSql());
      told.accept("%s was emptied".formatted(options.target()));
    }
    return checks;
  }

  /**
   * Enters the parts of the input in the ledger.
   *
   * @param layout tells whether a later run reads the same parts, 0 when nothing does
   * @param cores tasks at once that the input is packed for
   */
  LogicalTask.Setting tasks(int parts, JavaSparkContext spark, long layout, int cores) {
    job.begin(parts, layout, cores, begun);
    told.accept("job %d: %d parts".formatted(plan.jobId(), parts));
    long rate = options.logicalRate();
    long ofTask = rate == 0 ? 0 : Math.max(1, rate / TaskSlots.atOnce(spark, parts));
    if (badRows.folder() != null && begun) {
      new SetAside(badRows).clear();
    }
    return new LogicalTask.Setting(plan.paced(ofTask), badRows);
  }

  private List<LogicalTask.Result> write(
      RowSource rows, LogicalTask.Setting tasks, JobGroup group) {
    JavaSparkContext spark = rows.spark();
    Broadcast<LogicalTask.Setting> shared = spark.broadcast(tasks);
    LoadWatch watch = phases.watch();
    WorkMeter meter =
        new WorkMeter(spark.sc(), span -> watch.worked(span.millis(), span.rows(), span.bytes()));
    Versions.tell(watch, spark.sc());
    try (LedgerWatch seen = watchLedger()) {
      return phases.run(
          "write",
          () -> {
            run.watch(seen);
            run.runs(group.id());
            try {
              return rows.mapPartitions(new LogicalPartition(shared, meter)).collect();
            } finally {
              run.runs(null);
            }
          });
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare.
      throw failed(e);
    } finally {
      shared.destroy();
    }
  }

  /** Returns a failure with what is left behind, after the bad rows so far are in place. */
  RuntimeException failed(Exception failure) {
    LoadException known = LoadException.findIn(failure);
    if (badRows.folder() != null) {
      try {
        BadRowFolder.promote(badRows, new BadRowTally());
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    job.suspend(known == null || known.code() != ErrorCode.UNREACHABLE);
    String problem = known == null ? "Spark failed: " + firstLine(failure) : known.getMessage();
    return new LoadException(
        known == null ? ErrorCode.INTERNAL : known.code(),
        (problem + " " + job.leftAndHow()).stripTrailing(),
        failure);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Ends the load: no row may be lost, none may be there twice.
   *
   * @param results of all tasks
   */
  LogicalReport finish(List<LogicalTask.Result> results) {
    BadRowTally tally = new BadRowTally();
    long read = 0;
    long surplus = 0;
    long retries = 0;
    for (LogicalTask.Result each : results) {
      read += each.read().rows();
      surplus += each.read().surplus();
      retries += each.read().retries();
      if (each.badFile() != null) {
        tally.add(new BadRowTally.OfPartition(each.read().part(), each.badRows(), each.badFile()));
      }
    }
    LogicalLedger.Totals totals = ledger.totals();
    String place = promote(tally);
    badRows.check(tally.counts().total());
    if (totals.done() != read
        || totals.loaded() + totals.leftOut() + tally.counts().total() != read) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "%d rows were read, %d were written, %d left out and %d set aside, and the ledger counts %d: rows were lost or doubled on the way. Please report this with Spark's version and log."
              .formatted(
                  read, totals.loaded(), totals.leftOut(), tally.counts().total(), totals.done()));
    }
    LogicalReport report =
        new LogicalReport(
            options.table().toString(),
            plan.jobId(),
            read,
            totals.loaded(),
            totals.leftOut(),
            totals.replaced(),
            surplus,
            tally.counts(),
            place,
            retries,
            phases.seconds(),
            phases.watch().seen());
    // In this order: a job of which the ledger knows nothing any more must not look unfinished.
    run.succeed(report);
    forget();
    return report;
  }

  /** What the ledger keeps of a job that ended does no harm. */
  private void forget() {
    try {
      ledger.end();
    } catch (LoadException e) {
      phases.watch().warn("the load is done, but stays in its ledger: " + e.getMessage());
    }
  }

  private String promote(BadRowTally tally) {
    if (badRows.folder() == null) {
      return null;
    }
    try {
      return BadRowFolder.promote(badRows, tally) == 0 ? null : badRows.folder();
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "the %d bad rows cannot be put in place in %s (%s). Check option bad-rows."
              .formatted(tally.counts().total(), badRows.folder(), e.getMessage()),
          e);
    }
  }
}
