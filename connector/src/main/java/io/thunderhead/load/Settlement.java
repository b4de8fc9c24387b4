package io.thunderhead.load;

import io.thunderhead.conflict.Conflicts;
import io.thunderhead.conflict.DuplicateRule;
import io.thunderhead.conflict.MarkedKeys;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.conflict.Stays;
import io.thunderhead.error.LoadException;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.rows.RowSource;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.ConflictRecords;
import io.thunderhead.task.ConflictLines;
import io.thunderhead.task.LoadPlan;
import io.thunderhead.task.MetRows;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles the conflicts that a load found: decides, tells, and mends the table. */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final LoadOptions options;
  private final Consumer<String> told;
  private final Phases phases;
  private final RowSource rows;
  private final SparkLoad spark;
  private final Cluster cluster;
  private final LongConsumer writes;

  /**
   * What became of the conflicts.
   *
   * @param results changes of the table, one for each region job
   * @param left rows of the input that do not stay
   * @param place folder of the rows, null when none were asked for
   */
  record Outcome(List<RegionResult> results, RowSet left, ConflictCounts counts, String place) {
    static final Outcome NOTHING = new Outcome(List.of(), new RowSet(), ConflictCounts.NONE, null);
  }

  /**
   * @param writes takes every timestamp before anything is written at it
   */
  Settlement(
      LoadOptions options,
      Consumer<String> told,
      Phases phases,
      RowSource rows,
      SparkLoad spark,
      Cluster cluster,
      LongConsumer writes) {
    this.writes = writes;
    this.options = options;
    this.told = told;
    this.phases = phases;
    this.rows = rows;
    this.spark = spark;
    this.cluster = cluster;
  }

  /** Returns how a load takes keys that come twice; null when it stops at the first. */
  static DuplicateRule rule(LoadOptions options, TableInfo table) {
    Stays stays =
        switch (options.onDuplicate()) {
          case ERROR -> null;
          case IGNORE -> Stays.FIRST;
          case REPLACE, RECORD -> Stays.LAST;
          case REMOVE -> Stays.NONE;
        };
    return stays == null
        ? null
        : new DuplicateRule(new MarkedKeys(table), stays, options.conflictThreshold());
  }

  /**
   * Settles what a load found; its KVs must be in the table.
   *
   * @param plan of the load
   * @param found conflicts within the input
   * @param met conflicts with rows that the table had
   * @param readable whether these can still be read
   */
  Outcome settle(LoadPlan plan, Conflicts found, MetRows met, boolean readable) {
    if (found.isEmpty() && met.isEmpty()) {
      return Outcome.NOTHING;
    }
    RowSet inConflict = found.rows().plus(met.rows());
    Conflicts.requireAtMost(inConflict.size(), options.conflictThreshold());
    ConflictJobs jobs = new ConflictJobs(rows, plan, found);
    spark.describe("conflicts");
    try {
      told.accept("%,d rows are in conflict".formatted(inConflict.size()));
      RowSet left = phases.run("collect-conflicts", () -> left(jobs, found)).plus(plan.out());
      String place = options.conflictRows().isEmpty() ? null : folder(plan);
      tell(plan, jobs, lines(plan, found, met, left), inConflict, readable ? met : MetRows.NONE);
      List<RegionResult> results =
          found.isEmpty()
              ? List.of()
              : phases.run("conflict-resolution", () -> jobs.mend(left, timestamp()));
      long deleted = plan.duplicates().replacesStored() ? met.stored() : 0;
      return new Outcome(
          results, left, new ConflictCounts(inConflict.size(), left.size(), deleted), place);
    } finally {
      spark.clear();
    }
  }

  private long timestamp() {
    long ts = cluster.pd().timestamp();
    writes.accept(ts);
    return ts;
  }

  private RowSet left(ConflictJobs jobs, Conflicts found) {
    return options.onDuplicate() == ConflictStrategy.IGNORE && !found.isEmpty()
        ? jobs.leftByFirst()
        : found.behind();
  }

  private void tell(
      LoadPlan plan, ConflictJobs jobs, ConflictLines lines, RowSet inConflict, MetRows met) {
    JavaRDD<Row> all = jobs.told(lines, inConflict);
    if (plan.duplicates().replacesStored() && !met.isEmpty()) {
      all = all.union(TableMeeting.of(rows, plan, met.rows()).told(lines));
    }
    JavaRDD<Row> toTell = all;
    if (!options.conflictRows().isEmpty()) {
      phases.run("record-conflicts", () -> tell(toTell, folder(plan)));
    }
    if (cluster.tidb() != null && !options.taskInfoSchemaName().isEmpty()) {
      record(toTell, plan.ingest().commitTs());
    }
  }

  private String folder(LoadPlan plan) {
    return options.conflictRows().replaceAll("/+$", "")
        + "/"
        + options.table()
        + "."
        + plan.ingest().commitTs();
  }

  private ConflictLines lines(LoadPlan plan, Conflicts found, MetRows met, RowSet left) {
    TreeMap<Long, RowSet> byIndex = new TreeMap<>(found.byIndex());
    met.byIndex().forEach((index, of) -> byIndex.merge(index, of, RowSet::plus));
    return new ConflictLines(
        rows.spark()
            .broadcast(
                new ConflictLines.Settled(
                    options.table().toString(),
                    plan.table(),
                    plan.encode().zone(),
                    plan.duplicates().keys(),
                    byIndex,
                    left,
                    options.onDuplicate())));
  }

  private String tell(JavaRDD<Row> lines, String place) {
    SparkSession.builder()
        .getOrCreate()
        .createDataFrame(lines, ConflictLines.SCHEMA)
        .write()
        .format(options.conflictRowsFormat().word())
        .mode(SaveMode.Overwrite)
        .option("header", "true")
        .option("escape", "\"")
        .save(place);
    return place;
  }

  /** Records the first rows in TiDB; a load does not fail when that cannot be done. */
  private void record(JavaRDD<Row> lines, long taskId) {
    try {
      List<ConflictRecords.Line> some =
          lines.map(ConflictLines::recorded).take(ConflictRecords.MOST);
      new ConflictRecords(cluster.tidb(), options.taskInfoSchemaName())
          .add(options.table(), taskId, some);
      told.accept(
          "%,d lines on rows in conflict are in %s.conflict_view, task_id %d"
              .formatted(some.size(), options.taskInfoSchemaName(), taskId));
    } catch (LoadException e) {
      LOG.warn("rows in conflict are not recorded", e);
      told.accept(
          "rows in conflict are not recorded in %s: %s Grant CREATE and INSERT there, or leave it out with an empty task-info-schema-name; the load goes on."
              .formatted(options.taskInfoSchemaName(), e.getMessage()));
    }
  }
}
