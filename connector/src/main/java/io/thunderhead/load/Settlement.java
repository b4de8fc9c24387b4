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
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.ConflictRecords;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
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
  private final String loadId;

  /**
   * What became of the conflicts.
   *
   * @param results changes of the table, one for each region job
   * @param left rows that do not stay
   * @param place folder of the rows, null when none were asked for
   */
  record Outcome(List<RegionResult> results, ConflictCounts counts, RowSet left, String place) {
    static final Outcome NOTHING = new Outcome(List.of(), ConflictCounts.NONE, new RowSet(), null);
  }

  Settlement(
      LoadOptions options,
      Consumer<String> told,
      Phases phases,
      RowSource rows,
      SparkLoad spark,
      Cluster cluster,
      String loadId) {
    this.options = options;
    this.told = told;
    this.phases = phases;
    this.rows = rows;
    this.spark = spark;
    this.cluster = cluster;
    this.loadId = loadId;
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
   */
  Outcome settle(LoadPlan plan, Conflicts found) {
    if (found.isEmpty()) {
      return Outcome.NOTHING;
    }
    found.requireAtMost(options.conflictThreshold());
    ConflictJobs jobs = new ConflictJobs(rows, plan, found);
    spark.describe("conflicts");
    try {
      told.accept("%,d rows are in conflict".formatted(found.rows().size()));
      RowSet left = phases.run("collect-conflicts", () -> left(jobs, found));
      String place = options.conflictRows().isEmpty() ? null : folder();
      ConflictLines lines = lines(plan, found, left);
      if (place != null) {
        phases.run("record-conflicts", () -> tell(jobs.told(lines), place));
      }
      if (cluster.tidb() != null && !options.taskInfoSchemaName().isEmpty()) {
        record(jobs.told(lines));
      }
      List<RegionResult> results =
          phases.run("conflict-resolution", () -> jobs.mend(left, cluster.pd().timestamp()));
      return new Outcome(
          results, new ConflictCounts(found.rows().size(), left.size()), left, place);
    } finally {
      rows.spark().clearJobGroup();
    }
  }

  private RowSet left(ConflictJobs jobs, Conflicts found) {
    return options.onDuplicate() == ConflictStrategy.IGNORE ? jobs.leftByFirst() : found.behind();
  }

  private String folder() {
    return options.conflictRows().replaceAll("/+$", "") + "/" + options.table() + "." + loadId;
  }

  private ConflictLines lines(LoadPlan plan, Conflicts found, RowSet left) {
    return new ConflictLines(
        rows.spark()
            .broadcast(
                new ConflictLines.Settled(
                    options.table().toString(),
                    plan.table(),
                    plan.encode().zone(),
                    plan.duplicates().keys(),
                    found.byIndex(),
                    left,
                    options.onDuplicate())));
  }

  private String tell(JavaRDD<Row> lines, String place) {
    SparkSession.builder()
        .getOrCreate()
        .createDataFrame(lines, ConflictLines.SCHEMA)
        .write()
        .format(options.conflictRowsFormat().word())
        .option("header", "true")
        .option("escape", "\"")
        .save(place);
    return place;
  }

  /** Records the first rows in TiDB; a load does not fail when that cannot be done. */
  private void record(JavaRDD<Row> lines) {
    try {
      List<ConflictRecords.Line> some =
          lines.map(ConflictLines::recorded).take(ConflictRecords.MOST);
      new ConflictRecords(cluster.tidb(), options.taskInfoSchemaName())
          .add(options.table(), Long.parseLong(loadId), some);
      told.accept(
          "%,d lines on rows in conflict are in %s.conflict_view, task_id %s"
              .formatted(some.size(), options.taskInfoSchemaName(), loadId));
    } catch (LoadException e) {
      LOG.warn("rows in conflict are not recorded", e);
      told.accept(
          "rows in conflict are not recorded in %s: %s Grant CREATE and INSERT there, or leave it out with an empty task-info-schema-name; the load goes on."
              .formatted(options.taskInfoSchemaName(), e.getMessage()));
    }
  }
}
