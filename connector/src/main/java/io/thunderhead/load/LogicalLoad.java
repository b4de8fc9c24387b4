package io.thunderhead.load;

import io.thunderhead.aside.BadRowFolder;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.aside.BadRowTally;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.RowValues;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.logical.LogicalLedger;
import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.logical.RowTrial;
import io.thunderhead.logical.SqlTarget;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.precheck.PrecheckReport;
import io.thunderhead.precheck.SqlPrecheck;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rows.FrameSource;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rows.SourceLayout;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.source.FrameRow;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.sql.ClusterSettings;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.task.LogicalPartition;
import io.thunderhead.task.LogicalTask;
import io.thunderhead.task.TrialPartition;
import io.thunderhead.task.WorkMeter;
import io.thunderhead.type.InputColumns;
import io.thunderhead.watch.LoadWatch;
import java.io.IOException;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One load of rows by SQL: each part of the input in transactions that a ledger in the cluster
 * counts, so that no task that runs twice loses or doubles a row.
 */
public final class LogicalLoad {
  private static final int RANDOM_BITS = 18;
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);

  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final TidbClient tidb;
  private final LogicalPlan plan;
  private final BadRowSettings badRows;

  private LogicalLoad(
      LoadOptions options, Configuration hadoop, Consumer<String> told, LoadWatch watch) {
    this.options = options;
    this.told = told;
    this.phases = new Phases(told, watch);
    watch.options(options.given());
    this.tidb = new TidbClient(options.tidb(), options.user(), options.password());
    this.plan = plan(SqlTarget.read(tidb, options.table()).only(options.partitions()));
    this.badRows =
        BadRowSettings.of(options, String.valueOf(plan.jobId()), new HadoopSettings(hadoop));
  }

  private LogicalPlan plan(LogicalPlan.Target target) {
    Duration longest = options.retryMaxWait();
    return new LogicalPlan(
        new SqlServers(options.tidb(), options.user(), options.password()),
        options.jobId() == 0 ? newId() : options.jobId(),
        ledger(options),
        target,
        new EncodeSettings(
            zone(options, tidb), options.sqlMode(), options.newCollation(), Instant.now()),
        options.onDuplicate(),
        new LogicalPlan.Batch(
            options.logicalBatchRows(), options.logicalBatchBytes(), options.rowStatement(), 0),
        options.foreignKeyChecks(),
        new RetryPolicy(
            options.regionJobRetries(),
            longest.compareTo(FIRST_WAIT) < 0 ? longest : FIRST_WAIT,
            longest),
        options.writeTimeout());
  }

  private static ZoneId zone(LoadOptions options, TidbClient tidb) {
    if (!options.takesTimeZoneOfCluster()) {
      return options.timeZone();
    }
    ZoneId zone = ClusterSettings.of(tidb).timeZone();
    if (zone == null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option time-zone: the cluster's time_zone is not known here. Write the zone's name.");
    }
    return zone;
  }

  /** Returns an id of the form of timestamps: milliseconds, and bits that tell two loads apart. */
  private static long newId() {
    return (System.currentTimeMillis() << RANDOM_BITS)
        | new SecureRandom().nextInt(1 << RANDOM_BITS);
  }

  /** Loads the rows of a DataFrame. */
  public static LogicalReport run(Dataset<Row> rows, LoadOptions options, Consumer<String> told) {
    Configuration hadoop = rows.sparkSession().sparkContext().hadoopConfiguration();
    return new LogicalLoad(options, hadoop, told, new LoadWatch()).run(new FrameSource(rows));
  }

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
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return new LogicalLoad(options, hadoop, told, watch).run(files.rows(spark, told));
  }

  /**
   * Runs the prechecks.
   *
   * @throws LoadException when TiDB cannot be asked; failed checks are told by the report
   */
  public static PrecheckReport precheck(LoadOptions options) {
    return precheck(new TidbClient(options.tidb(), options.user(), options.password()), options);
  }

  private static PrecheckReport precheck(TidbClient tidb, LoadOptions options) {
    return tidb.onOneConnection(
        one -> {
          ZoneId zone = zone(options, one);
          return new SqlPrecheck(one, options, ledger(options), LogicalPlan.zone(zone)).run();
        });
  }

  private static String ledger(LoadOptions options) {
    return options.taskInfoSchemaName().isEmpty()
        ? options.table().database()
        : options.taskInfoSchemaName();
  }

  /**
   * Runs the prechecks, reads all rows and makes their SQL; writes nothing anywhere.
   *
   * @throws LoadException when TiDB cannot be asked or the input cannot be read; failed checks are
   *     told by the report
   */
  public static LogicalDryRun dryRun(
      SparkSession spark, FileInput files, LoadOptions options, Consumer<String> told) {
    PrecheckReport checks = precheck(options);
    RowTrial.Result read = null;
    if (checks.criticalFailures().isEmpty()) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      LogicalLoad load = new LogicalLoad(options, hadoop, told, new LoadWatch());
      RowSource rows =
          files.rows(spark, told).forTable(load.plan.target().table(), load.plan.encode().zone());
      load.tellColumns(rows.columns());
      read = new RowTrial.Result(0, 0, 0);
      for (RowTrial.Result each : rows.mapPartitions(new TrialPartition(load.plan)).collect()) {
        read = read.plus(each);
      }
    }
    return new LogicalDryRun(checks, read, options.logicalBatchBytes(), options.logicalBatchRows());
  }

  /**
   * Begins a load whose rows come to tasks that somebody else runs.
   *
   * @param schema of the rows
   */
  public static LogicalLoad begin(
      LoadOptions options, StructType schema, Configuration hadoop, Consumer<String> told) {
    LogicalLoad load = new LogicalLoad(options, hadoop, told, new LoadWatch());
    load.check(FrameRow.columns(schema));
    return load;
  }

  private LogicalReport run(RowSource source) {
    RowSource rows = source.forTable(plan.target().table(), plan.encode().zone());
    check(rows.columns());
    SourceLayout layout = rows.layout();
    Tasks tasks = tasks(rows.partitions(), rows.spark(), layout == null ? 0 : layout.digest());
    return finish(write(rows, tasks));
  }

  private void tellColumns(InputColumns input) {
    if (input != null) {
      // Made to see whether it can be.
      List<?> given = new RowValues(plan.target().table(), input, plan.encode()).columns();
      told.accept(
          "logical mode: %d columns of each row go through TiDB as SQL, where changefeeds, log backups and readers see them"
              .formatted(given.size()));
    }
  }

  private void check(InputColumns input) {
    tellColumns(input);
    PrecheckReport checks = precheck(tidb, options);
    checks.warnings().forEach(each -> phases.watch().warn(each.id() + ": " + each.message()));
    if (checks.criticalFailures().isEmpty() && checks.warnings().isEmpty()) {
      told.accept(checks.summary());
    } else {
      checks.lines().forEach(told);
    }
    checks.requirePassed();
    if (options.mode() == LoadMode.OVERWRITE && options.jobId() == 0) {
      tidb.run(options.emptyingSql());
      told.accept("%s was emptied".formatted(options.target()));
    }
  }

  /** Makes tasks, each with its own part of the rows; goes to the executors. */
  public static final class Tasks implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LogicalTask.Setting setting;

    private Tasks(LogicalTask.Setting setting) {
      this.setting = setting;
    }

    /** Makes the attempt of a task, of rows of a schema. */
    public LogicalTask task(int part, long attempt, StructType schema) {
      return new LogicalTask(setting, part, attempt, schema);
    }
  }

  /**
   * Enters the parts of the input in the ledger.
   *
   * @param layout tells whether a later run reads the same parts
   */
  public Tasks tasks(int parts, JavaSparkContext spark, long layout) {
    new LogicalLedger(tidb, plan).begin(parts, layout, options.jobId() != 0);
    told.accept("job %d: %d parts".formatted(plan.jobId(), parts));
    long rate = options.logicalRate();
    long ofTask = rate == 0 ? 0 : Math.max(1, rate / TaskSlots.atOnce(spark, parts));
    if (badRows.folder() != null && options.jobId() != 0) {
      new SetAside(badRows).clear();
    }
    return new Tasks(new LogicalTask.Setting(plan.paced(ofTask), badRows));
  }

  private List<LogicalTask.Result> write(RowSource rows, Tasks tasks) {
    JavaSparkContext spark = rows.spark();
    Broadcast<LogicalTask.Setting> shared = spark.broadcast(tasks.setting);
    LoadWatch watch = phases.watch();
    WorkMeter meter =
        new WorkMeter(spark.sc(), span -> watch.worked(span.millis(), span.rows(), span.bytes()));
    phases.describe(spark, options.table());
    Versions.tell(watch, spark.sc());
    try {
      return phases.run(
          "write", () -> rows.mapPartitions(new LogicalPartition(shared, meter)).collect());
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare.
      throw failed(e);
    } finally {
      shared.destroy();
    }
  }

  /** Returns a failure with how to go on, after the bad rows so far are in place. */
  public RuntimeException failed(Exception failure) {
    LoadException known = LoadException.findIn(failure);
    if (badRows.folder() != null) {
      try {
        BadRowFolder.promote(badRows, new BadRowTally());
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    if (known == null) {
      return failure instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(failure.getMessage(), failure);
    }
    return new LoadException(
        known.code(),
        "%s The rows written so far are in table %s; job-id=%d goes on behind them, over the same input."
            .formatted(known.getMessage(), options.table(), plan.jobId()),
        failure);
  }

  /**
   * Ends the load: no row may be lost, none may be there twice.
   *
   * @param results of all tasks
   */
  public LogicalReport finish(List<LogicalTask.Result> results) {
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
    LogicalLedger ledger = new LogicalLedger(tidb, plan);
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
    ledger.end();
    return new LogicalReport(
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
