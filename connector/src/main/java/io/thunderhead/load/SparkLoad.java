package io.thunderhead.load;

import io.thunderhead.conflict.Conflicts;
import io.thunderhead.encode.AutoIds;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.partition.RegionPartitioner;
import io.thunderhead.schema.TableInfo;
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

  SparkLoad(RowSource rows, LoadOptions options, Consumer<String> told) {
    this.rows = rows;
    this.spark = rows.spark();
    this.options = options;
    this.told = told;
  }

  Configuration hadoopConfiguration() {
    return spark.hadoopConfiguration();
  }

  /** Counts the rows of every input partition and samples their keys, in partition order. */
  List<SamplePartition.Result> sample(
      TableInfo table, EncodeSettings encode, BadRowSettings badRows) {
    describe("sample");
    try {
      return rows.mapPartitions(new SamplePartition(table, encode, badRows)).collect();
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
   * @param conflicts keys that came more than once
   */
  record Ingested(
      List<RegionResult> results, AutoIds largestIds, BadRowCounts badRows, Conflicts conflicts) {
    static final Ingested NOTHING =
        new Ingested(List.of(), AutoIds.NONE, BadRowCounts.NONE, new Conflicts());

    static Ingested of(
        List<IngestedPartition> partitions, AutoIds largestIds, BadRowCounts badRows) {
      Conflicts conflicts = new Conflicts();
      List<RegionResult> results = new ArrayList<>();
      for (IngestedPartition partition : partitions) {
        results.addAll(partition.regions());
        if (partition.duplicates() != null) {
          conflicts.add(partition.duplicates());
        }
      }
      return new Ingested(List.copyOf(results), largestIds, badRows, conflicts);
    }
  }

  /** Encodes, sorts along the plan's partitions, writes and ingests; one result a region job. */
  Ingested encodeAndIngest(LoadPlan plan, BadRowTally badRows, Phases phases) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    LargestIds largestIds = new LargestIds();
    spark.sc().register(largestIds, "thunderhead largest ids");
    spark.sc().register(badRows, "thunderhead bad rows");
    LongAccumulator ingested = spark.sc().longAccumulator("thunderhead ingested bytes");
    String group = describe("encode-and-sort, write-and-ingest");
    told.accept("encode-and-sort, write-and-ingest");
    long start = System.nanoTime();
    try (Progress progress =
        Progress.of(spark, group, options.progressInterval(), ingested::sum, told)) {
      List<IngestedPartition> partitions =
          sorted(plan, new EncodePartition(shared, largestIds, badRows))
              .mapPartitionsWithIndex(new IngestPartition(shared, ingested), true)
              .collect();
      double total = (System.nanoTime() - start) / 1e9;
      double encode = Math.min(total, progress.secondsBeforeLastStage());
      phases.add("encode-and-sort", encode);
      phases.add("write-and-ingest", total - encode);
      return Ingested.of(partitions, largestIds.value(), badRows.counts());
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

  /** Names the jobs that follow, until {@code clearJobGroup}. */
  String describe(String step) {
    String group = "thunderhead-" + UUID.randomUUID();
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
