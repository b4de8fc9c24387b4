package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RemoteChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.AutoIds;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.IngestSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.ingest.RegionSplitter;
import io.thunderhead.option.ChecksumLevel;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.partition.KeySample;
import io.thunderhead.partition.SplitKeys;
import io.thunderhead.pd.GcSafePoint;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.SchedulerPause;
import io.thunderhead.precheck.Precheck;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.sql.StatusPort;
import io.thunderhead.tikv.ApiVersion;
import io.thunderhead.tikv.TikvClient;
import io.thunderhead.type.InputColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private final PdClient pd;
  private final PdHttp pdHttp;
  private final TikvClient tikv;
  private final TidbSide tidb;
  private ReservedIds ids;

  private BulkLoad(LoadOptions options, Consumer<String> told, Channels channels) {
    this.options = options;
    this.told = told;
    this.phases = new Phases(told);
    this.pd = PdClient.connect(options.pd(), channels);
    this.pdHttp = new PdHttp(pd, channels);
    this.tikv = new TikvClient(pd, channels);
    ApiVersion.rejectV2(pd.stores(), channels);
    this.tidb = TidbSide.of(options);
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
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    FileSource source = new FileSource(context, files, told);
    RowSource rows =
        files.expressions().isEmpty()
            ? source
            : new ComputedSource(spark, source, files.expressions());
    try (Channels channels = new Channels(Connections.dialing(options))) {
      return new BulkLoad(options, told, channels).run(rows);
    }
  }

  private LoadReport run(RowSource source) {
    long startTs = pd.timestamp();
    FoundTable target = find(startTs);
    TableInfo table = target.table();
    EncodeSettings encode = tidb == null ? TidbSide.settingsWithout(options) : tidb.settings();
    RowSource rows = source.forTable(table, encode.zone());
    InputColumns input = rows.columns();
    List<String> names = input == null ? List.of() : input.names();
    ids = tidb == null ? null : tidb.ids(table, names);
    phases.run(
        "precheck",
        () -> {
          reachCheck(rows, table).run();
          return new Precheck(tikv, table, input, encode, startTs, tidb != null).run();
        });
    SparkLoad spark = new SparkLoad(rows, options, told);
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    SetAside setAside = new SetAside(BadRowSettings.of(options, startTs, hadoop));
    List<SamplePartition.Result> sample =
        phases.run(
            "sample", () -> guarded(table, () -> spark.sample(table, encode, setAside.settings())));
    guarded(table, () -> setAside.check(sample));
    return load(spark, target, encode, new SampledIds(table, names), setAside, sample);
  }

  private ReachCheck reachCheck(RowSource rows, TableInfo table) {
    return new ReachCheck(
        rows.spark(),
        Connections.dialing(options),
        ReachCheck.needed(pd, pdHttp, KeyRanges.of(table)));
  }

  private FoundTable find(long ts) {
    SchemaReader stored = new SchemaReader(tikv);
    if (options.tidbStatus().isEmpty()) {
      return stored.find(options.table(), ts);
    }
    FoundTable told = new StatusPort(options.tidbStatus()).find(options.table());
    stored.requireStored(told, options.table(), pd.timestamp());
    return told;
  }

  private LoadReport load(
      SparkLoad spark,
      FoundTable target,
      EncodeSettings encode,
      SampledIds sampledIds,
      SetAside setAside,
      List<SamplePartition.Result> sample) {
    TableInfo table = target.table();
    long[] firstRowIds = firstRowIds(sample);
    List<KeySample> keys = sampledIds.placed(sample, firstRowIds);
    List<KeyRange> ranges = KeyRanges.of(table);
    long rowsRead = sample.stream().mapToLong(SamplePartition.Result::rows).sum();
    SparkLoad.Ingested ingested = SparkLoad.Ingested.NOTHING;
    long commitTs;
    try (SchedulerPause pause =
        options.pauseScheduler() ? SchedulerPause.of(pdHttp, ranges) : null) {
      List<KeyRange> partitions = phases.run("split-and-scatter", () -> splitRegions(ranges, keys));
      commitTs = pd.timestamp();
      LoadPlan plan = plan(table, encode, setAside, firstRowIds, partitions, commitTs);
      if (rowsRead > 0) {
        ingested =
            guarded(
                table, () -> setAside.keep(tally -> spark.encodeAndIngest(plan, tally, phases)));
      }
    }
    return finish(target, sample, ingested, setAside, commitTs);
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

  private List<KeyRange> splitRegions(List<KeyRange> ranges, List<KeySample> keys) {
    RegionSplitter splitter = new RegionSplitter(pd, pdHttp, tikv);
    int made =
        splitter.splitAndScatter(
            SplitKeys.pick(ranges, keys, options.regionSplitSize(), options.regionSplitKeys()));
    List<KeyRange> partitions = new ArrayList<>();
    for (KeyRange range : ranges) {
      for (Region region : splitter.regions(range)) {
        partitions.add(region.range().intersect(range));
      }
    }
    partitions.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
    told.accept("%d regions made, %d partitions planned".formatted(made, partitions.size()));
    return partitions;
  }

  private LoadPlan plan(
      TableInfo table,
      EncodeSettings encode,
      SetAside setAside,
      long[] firstRowIds,
      List<KeyRange> partitions,
      long commitTs) {
    return new LoadPlan(
        options.pd(),
        Connections.dialing(options),
        table,
        encode,
        ingestSettings(commitTs),
        setAside.settings(),
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

  private LoadReport finish(
      FoundTable target,
      List<SamplePartition.Result> sample,
      SparkLoad.Ingested ingested,
      SetAside setAside,
      long commitTs) {
    List<RegionResult> results = ingested.results();
    TableInfo table = target.table();
    long rowsRead = sample.stream().mapToLong(SamplePartition.Result::rows).sum();
    KvChecksum local = KvChecksum.EMPTY;
    long records = 0;
    for (RegionResult result : results) {
      local = local.plus(result.sum());
      records += result.indexId() < 0 ? result.sum().kvs() : 0;
    }
    if (records + ingested.badRows().total() != rowsRead) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "%d rows were read, %d were written and %d set aside: the input changed between two reads of it. %s"
              .formatted(rowsRead, records, ingested.badRows().total(), leftBehind(table)));
    }
    List<String> allocators = ids == null ? List.of() : ids.raise(ingested.largestIds());
    KvChecksum remote =
        options.checksum() == ChecksumLevel.OFF
            ? null
            : phases.run("checksum", () -> remoteChecksum(target, commitTs));
    LoadReport report =
        new LoadReport(
            options.table().toString(),
            rowsRead,
            records,
            sample.stream().mapToLong(SamplePartition.Result::surplus).sum(),
            ingested.badRows(),
            setAside.place(),
            local,
            remote,
            options.checksum(),
            (int) results.stream().mapToLong(RegionResult::regionId).distinct().count(),
            results.stream().mapToInt(RegionResult::sstCount).sum(),
            results.stream().mapToInt(RegionResult::retries).sum(),
            commitTs,
            phases.seconds(),
            ingestSettings(commitTs).taskBytes(),
            allocators,
            ids == null ? remaining(table, ingested.largestIds()) : List.of());
    return verified(report, table);
  }

  private LoadReport verified(LoadReport report, TableInfo table) {
    if (report.remote() == null || report.checksumsEqual()) {
      return report;
    }
    String message =
        "checksum mismatched remote vs local => (checksum: %s vs %s) (total_kvs: %d vs %d) (total_bytes: %d vs %d). Someone else may have written to the table, or data was lost. %s"
            .formatted(
                report.remote().checksumText(),
                report.local().checksumText(),
                report.remote().kvs(),
                report.local().kvs(),
                report.remote().bytes(),
                report.local().bytes(),
                leftBehind(table));
    if (options.checksum() == ChecksumLevel.REQUIRED) {
      throw new LoadException(ErrorCode.CHECKSUM_MISMATCH, message);
    }
    LOG.warn(message);
    told.accept(message);
    return report;
  }

  private KvChecksum remoteChecksum(FoundTable target, long commitTs) {
    long readTs = pd.timestamp();
    TableInfo now = find(readTs).table();
    if (!now.equals(target.table())) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "the schema of %s changed while it was loaded. Keep DDL away from the table, empty it and run the load again."
              .formatted(options.table()));
    }
    try (GcSafePoint hold = GcSafePoint.hold(pd, commitTs)) {
      RemoteChecksum checksum = new RemoteChecksum(tikv);
      KvChecksum total = KvChecksum.EMPTY;
      for (KeyRange range : KeyRanges.of(target.table())) {
        total = total.plus(checksum.of(range, readTs));
      }
      return total;
    }
  }

  private List<String> remaining(TableInfo table, AutoIds largestIds) {
    List<String> steps = AllocatorSteps.of(table, options.table(), largestIds);
    steps.forEach(step -> LOG.warn("run before anyone inserts into {}: {}", options.table(), step));
    return steps;
  }

  /** Runs Spark work and turns its failure into one that says what is left in the cluster. */
  private <T> T guarded(TableInfo table, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare.
      LoadException known = LoadException.findIn(e);
      ErrorCode code = known == null ? ErrorCode.INTERNAL : known.code();
      String problem = known == null ? "Spark failed: " + firstLine(e) : known.getMessage();
      throw new LoadException(code, problem + " " + leftBehind(table), e);
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private String leftBehind(TableInfo table) {
    try {
      boolean empty = Precheck.firstKv(tikv, table, pd.timestamp()) == null;
      return empty
          ? "Nothing was written to table %s.".formatted(options.table())
          : "Part of the rows is in table %s; empty it with TRUNCATE TABLE before the next load."
              .formatted(options.table());
    } catch (RuntimeException e) {
      LOG.debug("the table could not be looked at", e);
      return "What is in table %s could not be seen; look before the next load."
          .formatted(options.table());
    }
  }
}
