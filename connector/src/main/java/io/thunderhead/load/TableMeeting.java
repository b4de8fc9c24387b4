package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.partition.RegionPartitioner;
import io.thunderhead.rows.RowSource;
import io.thunderhead.task.ClearPartition;
import io.thunderhead.task.ConflictLines;
import io.thunderhead.task.InvolvedPartition;
import io.thunderhead.task.LoadPlan;
import io.thunderhead.task.MetLines;
import io.thunderhead.task.MetPartition;
import io.thunderhead.task.MetRows;
import io.thunderhead.task.StoredKeys;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The Spark jobs about rows of the table that the input meets: they are found at the timestamp
 * before the load's first, and deleted, all their KVs, before the input is written.
 */
final class TableMeeting {
  private final JavaSparkContext spark;
  private final LoadPlan plan;
  private final Broadcast<LoadPlan> shared;
  private final JavaRDD<Tuple2<byte[], byte[]>> meetings;

  /**
   * @param plan of the load
   * @param sorted KVs of the input along the plan's partitions, marked with their rows
   */
  TableMeeting(JavaSparkContext spark, LoadPlan plan, JavaRDD<Tuple2<byte[], byte[]>> sorted) {
    this.spark = spark;
    this.plan = plan;
    this.shared = spark.broadcast(plan);
    this.meetings = sortedByKey(sorted.mapPartitionsWithIndex(new MetPartition(shared), false));
  }

  /** Finds them by the rows of the input that are known to meet some. */
  static TableMeeting of(RowSource rows, LoadPlan plan, RowSet met) {
    JavaSparkContext spark = rows.spark();
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    return new TableMeeting(
        spark,
        plan,
        SparkLoad.sorted(
            rows.mapPartitions(
                new InvolvedPartition<>(
                    shared, spark.broadcast(met), new InvolvedPartition.MarkedKvs(shared))),
            new RegionPartitioner(plan.partitions()),
            new SparkLoad.RawKeyOrder()));
  }

  /**
   * Takes pairs that do not say that they are along the plan: Spark would leave them where they
   * are.
   */
  private JavaRDD<Tuple2<byte[], byte[]>> sortedByKey(JavaRDD<Tuple2<byte[], byte[]>> pairs) {
    return SparkLoad.sorted(
        pairs, new RegionPartitioner(plan.partitions()), new SparkLoad.RawKeyOrder());
  }

  /** Returns the rows of the input that claim a key of a row of the table. */
  MetRows found() {
    return meetings.mapPartitions(each -> List.of(MetRows.of(each)).iterator()).collect().stream()
        .reduce(MetRows.NONE, MetRows::plus);
  }

  /**
   * Deletes the rows of the table, after a look whether each is there whole. A second time deletes
   * the same.
   *
   * @throws LoadException TABLE_INCONSISTENT when one is not; nothing is deleted then
   */
  List<RegionResult> clear() {
    Broadcast<LoadPlan> clearing = spark.broadcast(plan.at(plan.clearTs()));
    JavaRDD<Tuple2<byte[], byte[]>> keys =
        sortedByKey(meetings.mapPartitionsWithIndex(new StoredKeys(shared), false));
    KvChecksum looked = KvChecksum.EMPTY;
    for (ClearPartition.Cleared each : cleared(keys, new ClearPartition(clearing, false))) {
      looked = looked.plus(each.found());
    }
    KvChecksum deleted = KvChecksum.EMPTY;
    List<RegionResult> results = new ArrayList<>();
    for (ClearPartition.Cleared each : cleared(keys, new ClearPartition(clearing, true))) {
      deleted = deleted.plus(each.found());
      results.addAll(each.regions());
    }
    if (!looked.equals(deleted)) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "rows of the table had %s, and %s were deleted. Please report this with Spark's version and log."
              .formatted(looked, deleted));
    }
    return results;
  }

  private static List<ClearPartition.Cleared> cleared(
      JavaRDD<Tuple2<byte[], byte[]>> keys, ClearPartition work) {
    return keys.mapPartitionsWithIndex(work, true).collect();
  }

  /** Returns the rows of the table as conflicts are told, once for each key that they lose. */
  JavaRDD<Row> told(ConflictLines lines) {
    return meetings.mapPartitionsWithIndex(new MetLines(shared, lines), true);
  }
}
