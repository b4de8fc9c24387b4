package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.Conflicts;
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
  private LeftBehind leftBehind;
  private ReservedIds ids;

  private BulkLoad(LoadOptions options, Consumer<String> told, Channels channels) {
    this.options = options;
    this.told = told;
    this.phases = new Phases(told);
    this.preparation = new Preparation(options, told, channels);
    this.cluster = preparation.cluster();
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
    boolean speculation = source.spark().getConf().getBoolean("spark.speculation", false);
    Preparation.Start start = preparation.start(source, speculation, phases);
    preparation.tell(start.checks());
    start.checks().requirePassed();
    TableInfo table = start.found().table();
    leftBehind = new LeftBehind(cluster, options.table(), table);
    ids = preparation.tidb() == null ? null : preparation.tidb().ids(table, start.inputNames());
    SparkLoad spark = new SparkLoad(start.rows(), options, told);
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    SetAside setAside = new SetAside(BadRowSettings.of(options, start.ts(), hadoop));
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
    Settlement.Outcome settled = Settlement.Outcome.NOTHING;
    IngestSettings settings;
    try (ClusterHold hold = ClusterHold.of(cluster, options, ranges)) {
      List<KeyRange> partitions =
          phases.run(
              "split-and-scatter",
              () -> new RegionPlan(cluster, told).partitions(ranges, splitKeys));
      settings = ingestSettings(cluster.pd().timestamp());
      LoadPlan plan =
          plan(table, start.encode(), settings, setAside.settings(), firstRowIds, partitions);
      if (rowsRead > 0) {
        ingested =
            leftBehind.guarded(
                () ->
                    setAside.keep(
                        tally ->
                            Claimants.told(
                                start.rows(),
                                plan,
                                () -> spark.encodeAndIngest(plan, tally, phases))));
        Conflicts conflicts = ingested.conflicts();
        settled =
            leftBehind.guarded(
                () ->
                    new Settlement(options, told, phases, start.rows(), cluster)
                        .settle(plan, conflicts));
      }
    }
    return new Commit(options, told, phases, preparation, start.found(), leftBehind, ids)
        .finish(new Commit.Work(sample, ingested, settled, setAside.place(), settings));
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
      BadRowSettings badRows,
      long[] firstRowIds,
      List<KeyRange> partitions) {
    return new LoadPlan(
        options.pd(),
        Connections.dialing(options),
        table,
        encode,
        settings,
        badRows,
        Settlement.rule(options, table),
        partitions,
        firstRowIds);
  }

  private IngestSettings ingestSettings(long commitTs) {
    return new IngestSettings(
        commitTs,
        options.regionJobSize(),
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
