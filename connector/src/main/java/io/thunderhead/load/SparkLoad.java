package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.Conflicts;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.AutoIds;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.partition.RegionPartitioner;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** The Spark jobs of one load. */
final class SparkLoad {
  private final RowSource rows;
  private final JavaSparkContext spark;
  private final LoadOptions options;
  private final Consumer<String> told;
  private volatile String group = "";

  SparkLoad(RowSource rows, LoadOptions options, Consumer<String> told) {
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
  Sample sample(RowSample sample, TableInfo table, EncodeSettings encode, BadRowSettings badRows) {
    describe("sample");
    try {
      List<SamplePartition.Result> results =
          sample
              .rows()
              .mapPartitions(new SamplePartition(table, encode, badRows, sample.parts()))
              .collect();
      return Sample.of(sample, results);
    } finally {
      spark.clearJobGroup();
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
      spark.clearJobGroup();
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
   */
  record Ingested(
      List<RegionResult> results,
      AutoIds largestIds,
      BadRowCounts badRows,
      long rowsRead,
      long surplus,
      Conflicts conflicts) {
    static final Ingested NOTHING =
        new Ingested(List.of(), AutoIds.NONE, BadRowCounts.NONE, 0, 0, new Conflicts());

    static Ingested of(
        List<IngestedPartition> partitions,
        AutoIds largestIds,
        BadRowCounts badRows,
        RowTally read) {
      Conflicts conflicts = new Conflicts();
      List<RegionResult> results = new ArrayList<>();
      for (IngestedPartition partition : partitions) {
        results.addAll(partition.regions());
        if (partition.duplicates() != null) {
          conflicts.add(partition.duplicates());
        }
      }
      return new Ingested(
          List.copyOf(results), largestIds, badRows, read.rows(), read.surplus(), conflicts);
    }
  }

  /** Encodes, sorts along the plan's partitions, writes and ingests; one result a region job. */
  Ingested encodeAndIngest(LoadPlan plan, BadRowTally badRows, Phases phases) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    LargestIds largestIds = new LargestIds();
    spark.sc().register(largestIds, "thunderhead largest ids");
    spark.sc().register(badRows, "thunderhead bad rows");
    RowTally read = new RowTally();
    spark.sc().register(read, "thunderhead rows read");
    LongAccumulator ingested = spark.sc().longAccumulator("thunderhead ingested bytes");
    String group = describe("encode-and-sort, write-and-ingest");
    told.accept("encode-and-sort, write-and-ingest");
    long start = System.nanoTime();
    try (Progress progress =
        Progress.of(spark, group, options.progressInterval(), ingested::sum, told)) {
      List<IngestedPartition> partitions =
          sorted(plan, new EncodePartition(shared, largestIds, badRows, read))
              .mapPartitionsWithIndex(new IngestPartition(shared, ingested), true)
              .collect();
      double total = (System.nanoTime() - start) / 1e9;
      double encode = Math.min(total, progress.secondsBeforeLastStage());
      phases.add("encode-and-sort", encode);
      phases.add("write-and-ingest", total - encode);
      return Ingested.of(partitions, largestIds.value(), badRows.counts(), read);
    } finally {
      shared.destroy();
      spark.clearJobGroup();
    }
  }

  /**
   * Encodes the input once more and returns its KVs in some ranges, in no order.
   *
   * @param left rows that are not loaded
   */
  List<KvPair> encodeAgain(LoadPlan plan, List<KeyRange> ranges, RowSet left) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    describe("compare");
    try {
      return rows.mapPartitions(new RangeEncoding(shared, ranges, left)).collect().stream()
          .map(kv -> new KvPair(kv._1(), kv._2()))
          .toList();
    } finally {
      shared.destroy();
      spark.clearJobGroup();
    }
  }

  private JavaRDD<Tuple2<byte[], byte[]>> sorted(LoadPlan plan, EncodePartition encode) {
    return sorted(
        rows.mapPartitions(encode),
        new BadRowMarks.MarkPartitioner(new RegionPartitioner(plan.partitions())),
        new RawKeyOrder());
  }

  /** Shuffles pairs and sorts those of each partition by their keys. */
  static JavaRDD<Tuple2<byte[], byte[]>> sorted(
      JavaRDD<Tuple2<byte[], byte[]>> pairs, Partitioner partitioner, Comparator<byte[]> order) {
    RDD<Tuple2<byte[], byte[]>> sorted =
        JavaPairRDD.fromJavaRDD(pairs).repartitionAndSortWithinPartitions(partitioner, order).rdd();
    if (sorted instanceof ShuffledRDD<?, ?, ?> shuffled) {
      // Arrays of bytes take a third of the room of Java's own form, and can be moved unread.
      shuffled.setSerializer(new KryoSerializer(pairs.context().getConf()));
    }
    return sorted.toJavaRDD();
  }

  /** Stops the job that runs, from another thread. */
  void cancel() {
    spark.cancelJobGroup(group);
  }

  /** Names the jobs that follow, until {@code clearJobGroup}. */
  String describe(String step) {
    group = "thunderhead-" + UUID.randomUUID();
    spark.setJobGroup(group, "thunderhead " + options.table() + ": " + step, true);
    return group;
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
