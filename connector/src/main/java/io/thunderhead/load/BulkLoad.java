package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.SplitKeys;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.tikv.WriteSpeed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
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
    List<SamplePartition.Result> sample =
        phases.run(
            "sample",
            () ->
                leftBehind.guarded(() -> spark.sample(table, start.encode(), setAside.settings())));
    leftBehind.guarded(() -> setAside.check(sample));
    return load(spark, start, setAside, sample);
  }

  private LoadReport load(
      SparkLoad spark,
      Preparation.Start start,
      SetAside setAside,
      List<SamplePartition.Result> sample) {
    TableInfo table = start.found().table();
    long[] firstRowIds = firstRowIds(sample);
    List<KeySample> keys = new SampledIds(table, start.inputNames()).placed(sample, firstRowIds);
    List<KeyRange> ranges = KeyRanges.of(table);
    List<byte[]> splitKeys =
        SplitKeys.pick(ranges, keys, options.regionSplitSize(), options.regionSplitKeys());
    preparation.tell(
        preparation.check(Sizing.of(start.rows().spark(), sample, keys, splitKeys.size())));
    long rowsRead = sample.stream().mapToLong(SamplePartition.Result::rows).sum();
    SparkLoad.Ingested ingested = SparkLoad.Ingested.NOTHING;
    IngestSettings settings;
    hold.keepVersions();
    try (ClusterHold.Writing writing = hold.writing(ranges, splitKeys)) {
      List<KeyRange> partitions =
          phases.run(
              "split-and-scatter",
              () -> new RegionPlan(cluster, told).partitions(ranges, splitKeys));
      WriteSpeed.Limit speed = speed(start, partitions.size());
      settings = ingestSettings(cluster.pd().timestamp(), speed);
      LoadPlan plan =
          plan(
              table, start.encode(), settings, speed, setAside.settings(), firstRowIds, partitions);
      if (rowsRead > 0) {
        ingested =
            leftBehind.guarded(
                () ->
                    hold.stoppable(
                        spark::cancel,
                        () -> setAside.keep(tally -> spark.encodeAndIngest(plan, tally, phases))));
      }
    }
    leftBehind.guarded(hold::requireHeld);
    return new Commit(options, told, phases, preparation, start.found(), leftBehind, ids)
        .finish(new Commit.Work(sample, ingested, setAside.place(), settings));
  }

  private long[] firstRowIds(List<SamplePartition.Result> sample) {
    long rows = sample.stream().mapToLong(SamplePartition.Result::rows).sum();
    long[] firstRowIds = new long[sample.size()];
    long next = ids == null ? 0 : ids.reserve(rows);
    for (SamplePartition.Result partition : sample) {
      firstRowIds[partition.partition()] = next;
      next += partition.rows();
    }
    return firstRowIds;
  }

  private LoadPlan plan(
      TableInfo table,
      EncodeSettings encode,
      IngestSettings settings,
      WriteSpeed.Limit speed,
      BadRowSettings badRows,
      long[] firstRowIds,
      List<KeyRange> partitions) {
    return new LoadPlan(
        options.pd(),
        Connections.dialing(options),
        table,
        encode,
        settings,
        speed,
        badRows,
        partitions,
        firstRowIds);
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
        options.ingestTimeout());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
