package io.thunderhead.load;

import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SstTransport;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.SplitKeys;
import io.thunderhead.pd.OneAtATime;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.precheck.Estimate;
import io.thunderhead.rowid.IdBlocks;
import io.thunderhead.rowid.IdNeeds;
import io.thunderhead.rowid.ReservedIds;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rows.FrameSource;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rows.Sample;
import io.thunderhead.rows.SampleFigures;
import io.thunderhead.rows.SampledIds;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.sst.SstSettings;
import io.thunderhead.task.Claimants;
import io.thunderhead.task.LoadPlan;
import io.thunderhead.task.RegionSize;
import io.thunderhead.task.TaskMemory;
import io.thunderhead.tikv.WriteSpeed;
import io.thunderhead.watch.LoadWatch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One physical load of rows into one empty table.
 *
 * <p>The driver checks, samples, splits and pauses; the executors encode, sort, write and ingest;
 * the driver adds up their results and compares them with the cluster's.
 */
public final class BulkLoad {
  private static final Logger LOG = LoggerFactory.getLogger(BulkLoad.class);

  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final Preparation preparation;
  private final Cluster cluster;
  private final ClusterHold hold;
  private LeftBehind leftBehind;
  private ReservedIds ids;
  private SqlTab tab;
  private JobRun job = JobRun.NONE;
  private boolean tableReadable = true;

  private BulkLoad(LoadOptions options, Consumer<String> told, Channels channels, LoadWatch watch) {
    this.options = options;
    this.told = told;
    this.phases = new Phases(told, watch);
    watch.options(options.given());
    this.preparation = new Preparation(options, told, channels);
    this.cluster = preparation.cluster();
    this.hold = new ClusterHold(cluster, channels, options, told);
  }

  /** Runs a load and tells its progress to the log. */
  public static LoadReport run(Dataset<Row> rows, LoadOptions options) {
    return run(rows, options, LOG::info);
  }

  /**
   * Runs a load.
   *
   * @param rows input whose columns are named as the table's, in any order
   * @param told takes progress lines
   * @throws LoadException of any code; its message says what is left in the cluster
   */
  public static LoadReport run(Dataset<Row> rows, LoadOptions options, Consumer<String> told) {
    return run(rows, options, told, new LoadWatch());
  }

  /** As the other, seen by who watches it. */
  public static LoadReport run(
      Dataset<Row> rows, LoadOptions options, Consumer<String> told, LoadWatch watch) {
    try (Channels channels = new Channels(Connections.dialing(options))) {
      JavaSparkContext spark =
          JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
      return new BulkLoad(options, told, channels, watch)
          .run(spark, Jobs.request(options, List.of(), Map.of()), 0, job -> new FrameSource(rows));
    }
  }

  /**
   * Loads the rows of files.
   *
   * @param told takes progress lines
   * @throws LoadException of any code; its message says what is left in the cluster
   */
  public static LoadReport run(
      SparkSession spark, FileInput files, LoadOptions options, Consumer<String> told) {
    return run(spark, files, options, told, new LoadWatch());
  }

  /** As the other, seen by who watches it. */
  public static LoadReport run(
      SparkSession spark,
      FileInput files,
      LoadOptions options,
      Consumer<String> told,
      LoadWatch watch) {
    try (Channels channels = new Channels(Connections.dialing(options))) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      return new BulkLoad(options, told, channels, watch)
          .run(
              context,
              Jobs.request(options, files.files(), files.expressions()),
              files.bytes(),
              job ->
                  files.rows(
                      spark, told, job.cores() == 0 ? context.defaultParallelism() : job.cores()));
    }
  }

  /** Runs the load as a job, and notes how it ends. */
  private LoadReport run(
      JavaSparkContext spark, JobRequest request, long bytes, Function<JobRun, RowSource> rows) {
    try (JobRun run = Jobs.begin(options, request, bytes, spark, cluster.pd()::timestamp, told)) {
      job = run;
      phases.follow(run);
      phases.describe(spark, options.table());
      Versions.tell(phases.watch(), spark.sc());
      try (JobGroup all = JobGroup.enter(spark, Phases.description(run, options.table(), "rows"))) {
        tab = SqlTab.of(spark, options.table());
        LoadReport report = run(rows.apply(run));
        run.succeed(report);
        tab.ended(report);
        return report;
      } catch (RuntimeException e) {
        throw run.fail(e);
      }
    }
  }

  private LoadReport run(RowSource source) {
    try (ClusterHold all = hold) {
      return load(source);
    }
  }

  private LoadReport load(RowSource source) {
    boolean speculation = source.spark().getConf().getBoolean("spark.speculation", false);
    Planned planned = job.planned();
    if (options.mode() == LoadMode.OVERWRITE && planned == null) {
      try (ClusterHold emptying = hold) {
        preparation.empty(source, speculation, phases, this::claim, job);
      }
    }
    Preparation.Start start = preparation.start(source, speculation, phases, this::claim, job);
    preparation.tell(start.checks(), phases.watch());
    start.checks().requirePassed();
    if (planned != null) {
      planned.requireSame(start.rows().layout());
    }
    TableInfo table = start.found().table();
    job.into(table.id());
    DuplicateRule rule = Settlement.rule(options, table);
    boolean replaces = appends() && rule != null && rule.replacesStored();
    leftBehind = new LeftBehind(cluster, options, table, replaces);
    ids = preparation.tidb() == null ? null : preparation.tidb().ids(table, start.inputNames());
    SparkLoad spark = new SparkLoad(start.rows(), options, told, job);
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    SetAside setAside = new SetAside(BadRowSettings.of(options, start.loadId(), hadoop));
    if (planned != null) {
      return resume(spark, start, setAside, planned);
    }
    Sample sample = sample(spark, start, setAside);
    return load(spark, start, setAside, sample, idBlocks(start, sample, spark));
  }

  private Sample sample(SparkLoad spark, Preparation.Start start, SetAside setAside) {
    Sample sample =
        phases.run(
            "sample",
            () ->
                leftBehind.guarded(
                    () ->
                        spark.sample(
                            start.rows().sample(),
                            start.found().table(),
                            start.encode(),
                            setAside.settings())));
    leftBehind.guarded(() -> setAside.check(sample));
    return sample;
  }

  private LoadReport load(
      SparkLoad spark, Preparation.Start start, SetAside setAside, Sample sample, IdBlocks blocks) {
    TableInfo table = start.found().table();
    List<KeySample> keys = new SampledIds(table, start.inputNames()).placed(sample, blocks);
    List<KeyRange> ranges = KeyRanges.of(table);
    RegionSize region = preparation.regionSize();
    told.accept(region.text());
    List<byte[]> splitKeys = SplitKeys.pick(ranges, keys, region.bytes(), region.keys());
    Estimate estimate = Sizing.of(start.rows().spark(), sample, keys, splitKeys.size());
    preparation.tell(preparation.check(estimate), phases.watch());
    Planned planned;
    SparkLoad.Ingested ingested;
    Settlement.Outcome settled;
    hold.keepVersions();
    try (ClusterHold.Writing writing = hold.writing(ranges, splitKeys)) {
      List<List<KeyRange>> partitions =
          phases.run(
              "split-and-scatter",
              () ->
                  new RegionPlan(cluster, options, told)
                      .partitions(
                          ranges, splitKeys, keys, start.rows().spark().defaultParallelism()));
      planned =
          new Planned(
              appends() ? cluster.pd().timestamp() : 0,
              cluster.pd().timestamp(),
              start.found(),
              start.encode(),
              start.rows().layout(),
              sample.size(),
              new SampleFigures(sample.rowsSeen(), estimate.rows(), estimate.bytes()),
              blocks,
              region,
              splitKeys,
              partitions);
      job.settle(planned);
      planned.times().forEach(ts -> job.settle(new JobRun.Written(start.found(), ts)));
      ingested = write(spark, start, setAside, planned);
      settled = settle(spark, start, setAside, planned, ingested);
    }
    return commit(spark, start, setAside, planned, ingested, settled);
  }

  /** Goes on with what an earlier run has settled. */
  private LoadReport resume(
      SparkLoad spark, Preparation.Start start, SetAside setAside, Planned planned) {
    List<KeyRange> ranges = KeyRanges.of(start.found().table());
    told.accept(
        "job %d goes on: %d of %d partitions are ingested"
            .formatted(
                job.id(), job.finishedPartitions().cardinality(), planned.partitions().size()));
    SparkLoad.Ingested ingested = job.ingested();
    keepVersions(planned);
    if (ingested == null) {
      setAside.clear();
    } else {
      setAside.keeping(ingested.badRows());
      if (!ingested.hasConflicts()) {
        return commit(spark, start, setAside, planned, ingested, Settlement.Outcome.NOTHING);
      }
    }
    Settlement.Outcome settled;
    // The planned timestamp stays; no version at it can be collected, all are the last.
    try (ClusterHold.Writing writing = hold.writing(ranges, planned.splitKeys())) {
      if (ingested == null) {
        phases.run(
            "split-and-scatter",
            () -> new RegionPlan(cluster, options, told).split(planned.splitKeys()));
        ingested = write(spark, start, setAside, planned);
      }
      settled = settle(spark, start, setAside, planned, ingested);
    }
    return commit(spark, start, setAside, planned, ingested, settled);
  }

  /**
   * Keeps what the table had before the load readable, as long as rows of it are to be replaced.
   *
   * @throws LoadException JOB_REFUSED when it is not any more, and some of them may be gone
   */
  private void keepVersions(Planned planned) {
    if (planned.clearTs() == 0 || options.onDuplicate() == ConflictStrategy.ERROR) {
      hold.keepVersions();
      return;
    }
    try {
      hold.keepVersions(planned.clearTs() - 1);
    } catch (LoadException e) {
      if (job.met() == null) {
        throw new LoadException(
            ErrorCode.JOB_REFUSED,
            "what table %s had before the job cannot be read any more, and rows that were to be replaced may be gone in part: %s Restore the table, or run ADMIN CHECK TABLE and mend it, and load anew."
                .formatted(options.table(), e.getMessage()),
            e);
      }
      tableReadable = false;
      told.accept("rows that the table had are not told: garbage collection has passed them");
      hold.keepVersions();
    }
  }

  private boolean appends() {
    return options.mode() == LoadMode.APPEND;
  }

  private void claim(String loadId, TableInfo table) {
    hold.claim(loadId, job.run(), table);
  }

  private SparkLoad.Ingested write(
      SparkLoad spark, Preparation.Start start, SetAside setAside, Planned planned) {
    if (planned.size().isEmpty()) {
      return SparkLoad.Ingested.NOTHING;
    }
    LoadPlan plan = plan(start, planned, setAside.settings());
    SparkLoad.Ingested ingested =
        leftBehind.guarded(
            () ->
                hold.stoppable(
                    spark::cancel,
                    () ->
                        setAside.keep(
                            tally ->
                                Claimants.told(
                                    start.rows(),
                                    plan,
                                    () ->
                                        spark.encodeAndIngest(
                                            plan,
                                            tally,
                                            phases,
                                            tab,
                                            planned.sampled().bytes())))));
    see(plan, ingested.results());
    job.settle(ingested);
    return ingested;
  }

  private void see(LoadPlan plan, List<RegionResult> results) {
    TakenFigures.tell(phases.watch(), plan.table(), results, preparation.stores());
  }

  /** Settles conflicts; a second time gives the same table, at a later timestamp. */
  private Settlement.Outcome settle(
      SparkLoad spark,
      Preparation.Start start,
      SetAside setAside,
      Planned planned,
      SparkLoad.Ingested ingested) {
    if (!ingested.hasConflicts()) {
      return Settlement.Outcome.NOTHING;
    }
    LoadPlan plan = plan(start, planned, setAside.settings()).after(ingested.met());
    Settlement settlement =
        new Settlement(
            options,
            told,
            phases,
            start.rows(),
            spark,
            cluster,
            ts -> job.settle(new JobRun.Written(planned.target(), ts)));
    Settlement.Outcome settled =
        leftBehind.guarded(
            () ->
                hold.stoppable(
                    spark::cancel,
                    () ->
                        settlement.settle(
                            plan, ingested.conflicts(), ingested.met(), tableReadable)));
    see(plan, Stream.concat(ingested.results().stream(), settled.results().stream()).toList());
    if (settled.place() != null) {
      job.noteConflicts(ConflictFolder.everywhere(settled.place(), spark.hadoopConfiguration()));
    }
    return settled;
  }

  private LoadReport commit(
      SparkLoad spark,
      Preparation.Start start,
      SetAside setAside,
      Planned planned,
      SparkLoad.Ingested ingested,
      Settlement.Outcome settled) {
    leftBehind.guarded(hold::requireHeld);
    LoadPlan plan = plan(start, planned, setAside.settings());
    return new Commit(options, told, phases, preparation, planned.target(), leftBehind, ids)
        .finish(
            new Commit.Work(
                planned.size(),
                planned.sampled(),
                ingested,
                settled,
                setAside.place(),
                plan,
                tableReadable ? planned.clearTs() : planned.commitTs(),
                spark));
  }

  /**
   * Gives every input partition the ids that its rows may take: as many as it has rows, where these
   * are counted, else as many as it can have at most. Counts the rows where so many ids are not
   * left.
   */
  private IdBlocks idBlocks(Preparation.Start start, Sample sample, SparkLoad spark) {
    IdNeeds needs = new IdNeeds(start.found().table(), lowerCase(start.inputNames()));
    if (needs.all().isEmpty()) {
      return IdBlocks.notNeeded(sample.size().rows().length);
    }
    long[] most = sample.size().mostRows();
    if (!sample.size().exact() && (most == null || !fit(needs, IdBlocks.sum(most)))) {
      String why =
          most == null
              ? "the source tells no bound of its rows"
              : "the columns or allocators hold fewer than the %d ids that the input's bytes may need"
                  .formatted(IdBlocks.sum(most));
      told.accept("rows are counted before they are loaded, to give them ids: " + why);
      most = phases.run("count", () -> leftBehind.guarded(spark::count));
    }
    return job.idBlocks(
        most,
        bounds ->
            ids == null
                ? 0
                : OneAtATime.run(
                    cluster.etcd(),
                    "ids-of-table-" + start.found().table().id(),
                    () -> ids.reserve(IdBlocks.sum(bounds))));
  }

  private boolean fit(IdNeeds needs, long rows) {
    return ids == null ? needs.fit(0, rows) : ids.fit(rows);
  }

  private static Set<String> lowerCase(List<String> names) {
    return names.stream()
        .filter(Objects::nonNull)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private LoadPlan plan(Preparation.Start start, Planned planned, BadRowSettings badRows) {
    WriteSpeed.Limit speed = speed(start, planned.partitions().size());
    return new LoadPlan(
        options.pd(),
        Connections.dialing(options),
        planned.target().table(),
        planned.encode(),
        ingestSettings(planned.commitTs(), speed),
        new TaskMemory(options.taskMemory()),
        speed,
        badRows,
        Settlement.rule(options, planned.target().table()),
        planned.region(),
        planned.partitions(),
        planned.ids(),
        planned.clearTs(),
        new RowSet(),
        job.finishedPartitions());
  }

  private WriteSpeed.Limit speed(Preparation.Start start, int partitions) {
    return new WriteSpeed.Limit(
        start.loadId(),
        options.storeWriteLimit(),
        TaskSlots.atOnce(start.rows().spark(), partitions));
  }

  /** A region job is written within half of its bound also at the slowest that a limit allows. */
  private IngestSettings ingestSettings(long commitTs, WriteSpeed.Limit speed) {
    long inTime = speed.bytesOfOneTask(options.writeTimeout().dividedBy(2));
    return new IngestSettings(
        commitTs,
        Math.min(options.regionJobSize(), Math.max(inTime, options.sendKvSize())),
        options.sendKvSize(),
        new RetryPolicy(
            options.regionJobRetries(),
            shorter(Duration.ofMillis(200), options.retryMaxWait()),
            options.retryMaxWait()),
        options.writeTimeout(),
        options.ingestTimeout(),
        options.sstTransport() == SstTransport.UPLOAD
            ? SstSettings.of(options.sstCompression())
            : null);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
