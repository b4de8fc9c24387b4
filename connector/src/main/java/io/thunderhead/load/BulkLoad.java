package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.Conflicts;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SstTransport;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.SplitKeys;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.precheck.Estimate;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.sst.SstSettings;
import io.thunderhead.tikv.WriteSpeed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

  private BulkLoad(LoadOptions options, Consumer<String> told, Channels channels) {
    this.options = options;
    this.told = told;
    this.phases = new Phases(told);
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
    try (Channels channels = new Channels(Connections.dialing(options))) {
      return new BulkLoad(options, told, channels).run(new FrameSource(rows));
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
    try (Channels channels = new Channels(Connections.dialing(options))) {
      return new BulkLoad(options, told, channels).run(files.rows(spark, told));
    }
  }

  private LoadReport run(RowSource source) {
    try (ClusterHold all = hold) {
      return load(source);
    }
  }

  private LoadReport load(RowSource source) {
    boolean speculation = source.spark().getConf().getBoolean("spark.speculation", false);
    Preparation.Start start = preparation.start(source, speculation, phases, hold::claim);
    preparation.tell(start.checks());
    start.checks().requirePassed();
    TableInfo table = start.found().table();
    leftBehind = new LeftBehind(cluster, options.table(), table);
    ids = preparation.tidb() == null ? null : preparation.tidb().ids(table, start.inputNames());
    SparkLoad spark = new SparkLoad(start.rows(), options, told);
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    SetAside setAside = new SetAside(BadRowSettings.of(options, start.loadId(), hadoop));
    Sample sample =
        phases.run(
            "sample",
            () ->
                leftBehind.guarded(
                    () ->
                        spark.sample(
                            start.rows().sample(), table, start.encode(), setAside.settings())));
    leftBehind.guarded(() -> setAside.check(sample));
    IdBlocks blocks = idBlocks(start, sample, spark);
    return load(spark, start, setAside, sample, blocks);
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
    preparation.tell(preparation.check(estimate));
    SparkLoad.Ingested ingested = SparkLoad.Ingested.NOTHING;
    Settlement.Outcome settled = Settlement.Outcome.NOTHING;
    LoadPlan plan;
    hold.keepVersions();
    try (ClusterHold.Writing writing = hold.writing(ranges, splitKeys)) {
      List<List<KeyRange>> partitions =
          phases.run(
              "split-and-scatter",
              () ->
                  new RegionPlan(cluster, options, told)
                      .partitions(
                          ranges, splitKeys, keys, start.rows().spark().defaultParallelism()));
      WriteSpeed.Limit speed = speed(start, partitions.size());
      IngestSettings settings = ingestSettings(cluster.pd().timestamp(), speed);
      plan =
          plan(
              table,
              start.encode(),
              settings,
              speed,
              setAside.settings(),
              blocks,
              region,
              partitions);
      if (!sample.size().isEmpty()) {
        ingested =
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
                                        () -> spark.encodeAndIngest(plan, tally, phases)))));
        Conflicts conflicts = ingested.conflicts();
        Settlement settlement =
            new Settlement(options, told, phases, start.rows(), spark, cluster, start.loadId());
        settled =
            leftBehind.guarded(
                () -> hold.stoppable(spark::cancel, () -> settlement.settle(plan, conflicts)));
      }
    }
    leftBehind.guarded(hold::requireHeld);
    SampleFigures figures = new SampleFigures(sample.rowsSeen(), estimate.rows(), estimate.bytes());
    return new Commit(options, told, phases, preparation, start.found(), leftBehind, ids)
        .finish(
            new Commit.Work(
                sample.size(), figures, ingested, settled, setAside.place(), plan, spark));
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
    return IdBlocks.behind(ids == null ? 0 : ids.reserve(IdBlocks.sum(most)), most);
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

  private LoadPlan plan(
      TableInfo table,
      EncodeSettings encode,
      IngestSettings settings,
      WriteSpeed.Limit speed,
      BadRowSettings badRows,
      IdBlocks blocks,
      RegionSize region,
      List<List<KeyRange>> partitions) {
    return new LoadPlan(
        options.pd(),
        Connections.dialing(options),
        table,
        encode,
        settings,
        speed,
        badRows,
        Settlement.rule(options, table),
        region,
        partitions,
        blocks);
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
