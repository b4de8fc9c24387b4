package io.thunderhead.load;

import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.aside.BadRowTally;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.Conflicts;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.AutoIds;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KeyText;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.rowid.LargestIds;
import io.thunderhead.rows.RowSample;
import io.thunderhead.rows.RowSource;
import io.thunderhead.rows.Sample;
import io.thunderhead.rows.SamplePartition;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.task.CountPartition;
import io.thunderhead.task.EncodePartition;
import io.thunderhead.task.FinishedParts;
import io.thunderhead.task.IngestPartition;
import io.thunderhead.task.IngestedPartition;
import io.thunderhead.task.LoadPlan;
import io.thunderhead.task.MetRows;
import io.thunderhead.task.ProbePartition;
import io.thunderhead.task.RangeEncoding;
import io.thunderhead.task.RowTally;
import io.thunderhead.task.SortedKvs;
import io.thunderhead.task.TaskMemory;
import io.thunderhead.task.WorkMeter;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.watch.LoadWatch;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import scala.Tuple2;

/** The Spark jobs of one load. */
public final class SparkLoad {
  private static final long RECORDS = -1;

  private final RowSource rows;
  private final JavaSparkContext spark;
  private final LoadOptions options;
  private final Consumer<String> told;
  private final JobRun job;
  private final Deque<JobGroup> groups = new ArrayDeque<>();
  private volatile String group = "";

  public SparkLoad(RowSource rows, LoadOptions options, Consumer<String> told, JobRun job) {
    this.job = job;
    this.rows = rows;
    this.spark = rows.spark();
    this.options = options;
    this.told = told;
  }

  Configuration hadoopConfiguration() {
    return spark.hadoopConfiguration();
  }

  /** Returns all rows as a sample, which counts them. */
  RowSample all() {
    return RowSample.whole(rows, rows.partitions());
  }

  /** Encodes a sample. */
  public Sample sample(
      RowSample sample, TableInfo table, EncodeSettings encode, BadRowSettings badRows) {
    describe("sample");
    try {
      List<SamplePartition.Result> results =
          sample
              .rows()
              .mapPartitions(new SamplePartition(table, encode, badRows, sample.parts()))
              .collect();
      return Sample.of(sample, results);
    } finally {
      clear();
    }
  }

  /** Counts the rows of every input partition. */
  long[] count() {
    describe("count");
    try {
      long[] counts = new long[rows.partitions()];
      rows.mapPartitions(new CountPartition())
          .collect()
          .forEach(result -> counts[result.partition()] = result.rows());
      return counts;
    } finally {
      clear();
    }
  }

  /**
   * What a load brought into the cluster.
   *
   * @param results one for each region job
   * @param largestIds largest ids that the rows took
   * @param badRows rows that were set aside
   * @param rowsRead rows of the input, bad ones included
   * @param surplus rows with more values than there are columns
   * @param conflicts keys that came more than once
   * @param met keys that the table had
   */
  record Ingested(
      List<RegionResult> results,
      AutoIds largestIds,
      BadRowCounts badRows,
      long rowsRead,
      long surplus,
      Conflicts conflicts,
      MetRows met)
      implements Serializable {
    static final Ingested NOTHING =
        new Ingested(
            List.of(), AutoIds.NONE, BadRowCounts.NONE, 0, 0, new Conflicts(), MetRows.NONE);

    /** Tells whether rows claim one key, or one that the table had. */
    boolean hasConflicts() {
      return !conflicts.isEmpty() || !met.isEmpty();
    }

    static Ingested of(
        List<IngestedPartition> partitions,
        AutoIds largestIds,
        BadRowCounts badRows,
        RowTally read,
        MetRows met) {
      Conflicts conflicts = new Conflicts();
      List<RegionResult> results = new ArrayList<>();
      for (IngestedPartition partition : partitions) {
        results.addAll(partition.regions());
        partition.duplicates().forEach(conflicts::add);
      }
      return new Ingested(
          List.copyOf(results), largestIds, badRows, read.rows(), read.surplus(), conflicts, met);
    }
  }

  /**
   * Encodes, sorts along the plan's partitions, writes and ingests; one result a region job, those
   * of partitions that are finished already included.
   *
   * @param bytesInAll of all KVs, about
   */
  Ingested encodeAndIngest(
      LoadPlan plan, BadRowTally badRows, Phases phases, SqlTab tab, long bytesInAll) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    LargestIds largestIds = new LargestIds();
    spark.sc().register(largestIds);
    spark.sc().register(badRows);
    RowTally read = new RowTally();
    spark.sc().register(read);
    LoadWatch watch = phases.watch();
    WorkMeter meter =
        new WorkMeter(spark.sc(), span -> watch.worked(span.millis(), span.rows(), span.bytes()));
    job.finished().stream()
        .flatMap(each -> each.regions().stream())
        .forEach(result -> meter.addEarlier(result.sum().bytes()));
    tab.show(meter);
    FinishedParts parts = job.parts();
    if (parts != null) {
      spark.sc().register(parts);
    }
    job.enter("encode-and-sort");
    describe("encode-and-sort, write-and-ingest");
    told.accept("encode-and-sort, write-and-ingest");
    try (Progress progress =
        Progress.of(
            spark, group, options.progressInterval(), meter::bytesIngested, bytesInAll, told)) {
      job.watch(progress);
      progress.showIn(phases);
      List<IngestedPartition> partitions = new ArrayList<>(job.finished());
      EncodePartition encode = new EncodePartition(shared, largestIds, badRows, read, meter);
      stage("encode-and-sort");
      JavaRDD<SortedKvs> sorted = sorted(plan, encode);
      stage("write-and-ingest");
      MetRows met = plan.appends() ? met(plan, shared, sorted, badRows) : MetRows.NONE;
      LoadPlan rest = plan.after(met);
      Broadcast<LoadPlan> sharedRest = plan.leavesOut(met) ? spark.broadcast(rest) : shared;
      partitions.addAll(
          (plan.leavesOut(met) ? sorted(rest, encode.with(sharedRest)) : sorted)
              .mapPartitionsWithIndex(new IngestPartition(sharedRest, meter, parts), true)
              .collect());
      return Ingested.of(partitions, largestIds.value(), badRows.counts(), read, met);
    } finally {
      job.leave();
      shared.destroy();
      clear();
    }
  }

  /** Finds the keys that the table has, and deletes its rows that the input replaces. */
  private MetRows met(
      LoadPlan plan, Broadcast<LoadPlan> shared, JavaRDD<SortedKvs> sorted, BadRowTally badRows) {
    JavaRDD<Tuple2<byte[], byte[]>> pairs = sorted.mapPartitions(each -> each.next().pairs());
    if (plan.duplicates() == null) {
      requireNew(plan, pairs.mapPartitionsWithIndex(new ProbePartition(shared), true).collect());
      return MetRows.NONE;
    }
    MetRows met = job.met();
    if (met == null) {
      TableMeeting meeting = new TableMeeting(spark, plan, pairs);
      met = meeting.found();
      requireOtherIds(plan.table(), met);
      plan.badRows().check(badRows.counts().total());
      Conflicts.requireAtMost(met.rows().size(), plan.duplicates().threshold());
      if (!met.isEmpty()) {
        told.accept(
            "%,d rows claim keys of %,d rows that the table has"
                .formatted(met.rows().size(), met.stored()));
      }
      if (!met.isEmpty() && plan.duplicates().replacesStored()) {
        met = met.deleting(meeting.clear());
      }
      job.settle(met);
    }
    return met;
  }

  /** An id that is given to a row is no claim of that row: it takes the place of nobody. */
  private void requireOtherIds(TableInfo table, MetRows met) {
    ColumnInfo handle = table.hasRowId() ? ColumnInfo.rowId() : table.handleColumn();
    RowSet taken = met.byIndex().get(RECORDS);
    boolean given =
        handle != null
            && (table.hasRowId() || table.generatesIds(handle))
            && rows.columns().names().stream().noneMatch(handle.name()::equalsIgnoreCase);
    if (given && taken != null) {
      throw new LoadException(
          ErrorCode.TABLE_INCONSISTENT,
          "%d ids that table %s gave for column %s are those of rows that it has: its allocator stands behind them. Raise it as the load of those rows told, or give the column's values in the input."
              .formatted(taken.size(), options.table(), handle.name()));
    }
  }

  private void requireNew(LoadPlan plan, List<ProbePartition.Collisions> parts) {
    ProbePartition.Collisions found =
        parts.stream().reduce(ProbePartition.Collisions.NONE, ProbePartition.Collisions::plus);
    if (found.count() > 0) {
      KeyText text = new KeyText(plan.table(), plan.encode().zone());
      throw new LoadException(
          ErrorCode.DUPLICATE_KEY,
          "%d keys of the input are in table %s already, among them %s. Leave their rows out, or delete those in the table."
              .formatted(
                  found.count(),
                  options.table(),
                  found.first().stream()
                      .map(key -> KeyText.place(plan.table(), key) + " " + text.key(key))
                      .collect(Collectors.joining(", "))));
    }
  }

  /**
   * Encodes the input once more and returns its KVs in some ranges, in no order.
   *
   * @param left rows that conflicts left out
   */
  List<KvPair> encodeAgain(LoadPlan plan, List<KeyRange> ranges, RowSet left) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    Broadcast<RowSet> leftOut = spark.broadcast(left);
    describe("compare");
    try {
      return rows.mapPartitions(new RangeEncoding(shared, ranges, leftOut)).collect().stream()
          .map(kv -> new KvPair(kv._1(), kv._2()))
          .toList();
    } finally {
      shared.destroy();
      clear();
    }
  }

  private JavaRDD<SortedKvs> sorted(LoadPlan plan, EncodePartition encode) {
    RDD<Tuple2<Integer, byte[]>> blocks =
        JavaPairRDD.fromJavaRDD(rows.mapPartitions(encode))
            .partitionBy(new BlockPartitioner(plan.partitions().size()))
            .rdd();
    serializeAsBytes(blocks, spark.getConf());
    TaskMemory memory = plan.memory();
    return blocks
        .toJavaRDD()
        .mapPartitions(
            (FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, SortedKvs>)
                each -> List.of(SortedKvs.of(each, memory)).iterator(),
            true);
  }

  /** Shuffles pairs and sorts those of each partition by their keys. */
  static JavaRDD<Tuple2<byte[], byte[]>> sorted(
      JavaRDD<Tuple2<byte[], byte[]>> pairs, Partitioner partitioner, Comparator<byte[]> order) {
    RDD<Tuple2<byte[], byte[]>> sorted =
        JavaPairRDD.fromJavaRDD(pairs).repartitionAndSortWithinPartitions(partitioner, order).rdd();
    serializeAsBytes(sorted, pairs.context().getConf());
    return sorted.toJavaRDD();
  }

  /** Arrays of bytes take a third of the room of Java's own form, and can be moved unread. */
  private static void serializeAsBytes(RDD<?> rdd, SparkConf conf) {
    if (rdd instanceof ShuffledRDD<?, ?, ?> shuffled) {
      shuffled.setSerializer(new KryoSerializer(conf));
    }
  }

  /** Sends each block where it says. */
  private static final class BlockPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int count;

    BlockPartitioner(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object partition) {
      return (Integer) partition;
    }
  }

  void clear() {
    job.runs(null);
    groups.pop().close();
  }

  /** Names the stages whose RDDs are made from now on, until {@link #clear}. */
  private void stage(String name) {
    groups.element().stage(name);
  }

  /** Stops the job that runs, from another thread. */
  void cancel() {
    spark.cancelJobGroup(group);
  }

  /** Names the jobs that follow, until {@link #clear}. */
  void describe(String step) {
    groups.push(JobGroup.enter(spark, Phases.description(job, options.table(), step)));
    group = groups.element().id();
    job.runs(group);
  }

  /** Unsigned byte order: the order of keys in TiKV. */
  static final class RawKeyOrder implements Comparator<byte[]>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
  }
}
