package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.conflict.ChainLink;
import io.thunderhead.conflict.ChainLinks;
import io.thunderhead.conflict.ChainWalk;
import io.thunderhead.conflict.ClaimQueue;
import io.thunderhead.conflict.Conflicts;
import io.thunderhead.conflict.FirstRows;
import io.thunderhead.conflict.InsertIgnore;
import io.thunderhead.conflict.KeyClaim;
import io.thunderhead.conflict.MarkedKeys;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.partition.RegionPartitioner;
import io.thunderhead.rows.RowSource;
import io.thunderhead.task.ConflictLines;
import io.thunderhead.task.InvolvedPartition;
import io.thunderhead.task.LoadPlan;
import io.thunderhead.task.MendPartition;
import io.thunderhead.tikv.KvPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** The Spark jobs that settle the conflicts of one load. */
final class ConflictJobs {
  /** Undecided rows that one task decides faster than a round of all tasks. */
  private static final long FOR_ONE_TASK = 1_000_000;

  private static final int CLAIMS_ON_HEAP = 1_000_000;
  private static final long CLAIMS_OF_A_TASK = 2_000_000;

  /** Numbers of keys that each task may give. */
  private static final int GROUP_BITS = 40;

  private final RowSource rows;
  private final JavaSparkContext spark;
  private final LoadPlan plan;
  private final Conflicts found;

  ConflictJobs(RowSource rows, LoadPlan plan, Conflicts found) {
    this.rows = rows;
    this.spark = rows.spark();
    this.plan = plan;
    this.found = found;
  }

  /**
   * Decides as INSERT IGNORE does, in the order of the input.
   *
   * @return the rows that do not stay
   */
  RowSet leftByFirst() {
    if (plan.duplicates().keys().isSingle()) {
      return found.behind();
    }
    JavaRDD<byte[]> claims =
        claims(spark.broadcast(plan), spark.broadcast(found.rows()), plan.duplicates().keys());
    InsertIgnore.Steps steps =
        new InsertIgnore.Steps() {
          @Override
          public FirstRows.Round round(FirstRows decided) {
            return ConflictJobs.this.round(claims, decided);
          }

          @Override
          public RowSet walk(FirstRows decided) {
            return ConflictJobs.this.walk(claims, decided);
          }
        };
    return new InsertIgnore(steps, FOR_ONE_TASK).left(found);
  }

  private JavaRDD<byte[]> claims(
      Broadcast<LoadPlan> shared, Broadcast<RowSet> involved, MarkedKeys keys) {
    JavaRDD<Tuple2<byte[], byte[]>> claims =
        rows.mapPartitions(
            new InvolvedPartition<>(
                shared,
                involved,
                (row, place, kvs, out) -> {
                  for (KvPair kv : kvs) {
                    if (keys.contains(kv.key())) {
                      out.accept(new Tuple2<>(KeyClaim.of(kv.key(), place.number()), new byte[0]));
                    }
                  }
                }));
    long tasks = found.rows().size() / CLAIMS_OF_A_TASK + 1;
    return SparkLoad.sorted(
            claims,
            new KeyPartitioner((int) Math.max(tasks, spark.defaultParallelism())),
            new KeyClaim.Order())
        .map(Tuple2::_1);
  }

  private FirstRows.Round round(JavaRDD<byte[]> claims, FirstRows decided) {
    Broadcast<FirstRows> shared = spark.broadcast(decided);
    FirstRows.Round all = new FirstRows.Round(new RowSet(), new RowSet());
    for (FirstRows.Round part :
        claims.mapPartitions(each -> List.of(shared.value().walk(each)).iterator()).collect()) {
      all.left().addAll(part.left());
      all.behind().addAll(part.behind());
    }
    return all;
  }

  private RowSet walk(JavaRDD<byte[]> claims, FirstRows decided) {
    Broadcast<FirstRows> shared = spark.broadcast(decided);
    JavaRDD<Tuple2<byte[], byte[]>> links =
        claims.mapPartitionsWithIndex(
            (partition, each) -> pairs(shared.value(), each, (long) partition << GROUP_BITS), true);
    return SparkLoad.sorted(links, new KeyPartitioner(1), new SparkLoad.RawKeyOrder())
        .mapPartitions(each -> List.of(walk(each)).iterator())
        .collect()
        .get(0);
  }

  private static Iterator<Tuple2<byte[], byte[]>> pairs(
      FirstRows decided, Iterator<byte[]> claims, long firstGroup) {
    ChainLinks links = new ChainLinks(decided, claims, firstGroup);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return links.hasNext();
      }

      @Override
      public Tuple2<byte[], byte[]> next() {
        ChainLink link = links.next();
        return new Tuple2<>(link.key(), link.value());
      }
    };
  }

  private static RowSet walk(Iterator<Tuple2<byte[], byte[]>> links) {
    Path folder = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
    try (ClaimQueue queue = new ClaimQueue(folder, CLAIMS_ON_HEAP)) {
      ChainWalk walk = new ChainWalk(queue);
      while (links.hasNext()) {
        Tuple2<byte[], byte[]> link = links.next();
        walk.add(ChainLink.of(link._1(), link._2()));
      }
      return walk.end();
    }
  }

  /**
   * Makes the table what it is when only the rows that stay are loaded.
   *
   * @param left rows that do not stay
   * @param commitTs later than that of the plan
   */
  List<RegionResult> mend(RowSet left, long commitTs) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan.at(commitTs));
    Broadcast<RowSet> involved = spark.broadcast(found.rows());
    Broadcast<RowSet> out = spark.broadcast(left);
    JavaRDD<Tuple2<byte[], byte[]>> kvs =
        rows.mapPartitions(
            new InvolvedPartition<>(shared, involved, new InvolvedPartition.MarkedKvs(shared)));
    List<MendPartition.Mended> mended =
        SparkLoad.sorted(kvs, new RegionPartitioner(plan.partitions()), new SparkLoad.RawKeyOrder())
            .mapPartitionsWithIndex(new MendPartition(shared, out), true)
            .collect();
    List<RegionResult> results = new ArrayList<>();
    KvChecksum withheld = KvChecksum.EMPTY;
    for (MendPartition.Mended each : mended) {
      results.addAll(each.regions());
      withheld = withheld.plus(each.withheld());
    }
    if (!withheld.equals(found.withheld())) {
      throw InvolvedPartition.changed(
          "KVs of keys that come twice: first %s, then %s".formatted(found.withheld(), withheld),
          null);
    }
    return results;
  }

  /**
   * Returns rows in conflict as they are told, once for each index.
   *
   * @param inConflict those of the input that meet others of it, or of the table
   */
  JavaRDD<Row> told(ConflictLines lines, RowSet inConflict) {
    Broadcast<LoadPlan> shared = spark.broadcast(plan);
    Broadcast<RowSet> involved = spark.broadcast(inConflict);
    return rows.mapPartitions(new InvolvedPartition<>(shared, involved, lines));
  }

  /** Spreads claims by their keys. */
  private static final class KeyPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    KeyPartitioner(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object claim) {
      return partitions == 1 ? 0 : Math.floorMod(KeyClaim.keyHash((byte[]) claim), partitions);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof KeyPartitioner that && partitions == that.partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }
}
