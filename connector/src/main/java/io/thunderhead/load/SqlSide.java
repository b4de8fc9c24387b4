package io.thunderhead.load;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.logical.SqlTarget;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.precheck.PrecheckReport;
import io.thunderhead.precheck.SqlPrecheck;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.sql.ClusterSettings;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.sql.TidbClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** What the cluster says by SQL before a load by SQL: its prechecks and its plan. */
final class SqlSide {
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);

  private SqlSide() {}

  /**
   * Reads the table and freezes all that the executors need.
   *
   * @param jobId by which the ledger knows the load
   * @throws LoadException TABLE_NOT_FOUND; UNSUPPORTED when it cannot be written by SQL
   */
  static LogicalPlan plan(LoadOptions options, TidbClient tidb, long jobId) {
    LogicalPlan.Target target = SqlTarget.read(tidb, options.table()).only(options.partitions());
    Duration longest = options.retryMaxWait();
    return new LogicalPlan(
        new SqlServers(options.tidb(), options.user(), options.password()),
        jobId,
        ledger(options),
        target,
        new EncodeSettings(
            zone(options, tidb), options.sqlMode(), options.newCollation(), Instant.now()),
        options.onDuplicate(),
        new LogicalPlan.Batch(
            options.logicalBatchRows(), options.logicalBatchBytes(), options.rowStatement(), 0),
        options.foreignKeyChecks(),
        new RetryPolicy(
            options.regionJobRetries(),
            longest.compareTo(FIRST_WAIT) < 0 ? longest : FIRST_WAIT,
            longest),
        options.writeTimeout());
  }

  private static ZoneId zone(LoadOptions options, TidbClient tidb) {
    if (!options.takesTimeZoneOfCluster()) {
      return options.timeZone();
    }
    ZoneId zone = ClusterSettings.of(tidb).timeZone();
    if (zone == null) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option time-zone: the cluster's time_zone is not known here. Write the zone's name.");
    }
    return zone;
  }

  /**
   * Runs the prechecks.
   *
   * @throws LoadException when TiDB cannot be asked; failed checks are told by the report
   */
  static PrecheckReport precheck(LoadOptions options) {
    TidbClient tidb = new TidbClient(options.tidb(), options.user(), options.password());
    return precheck(tidb, options, options.jobId() != 0);
  }

  /**
   * As the other.
   *
   * @param begun whether rows of the load may be in the table
   */
  static PrecheckReport precheck(TidbClient tidb, LoadOptions options, boolean begun) {
    return tidb.onOneConnection(
        one -> {
          ZoneId zone = zone(options, one);
          return new SqlPrecheck(one, options, ledger(options), LogicalPlan.zone(zone)).run(begun);
        });
  }

  /** Returns the database of the ledger. */
  static String ledger(LoadOptions options) {
    return options.taskInfoSchemaName().isEmpty()
        ? options.table().database()
        : options.taskInfoSchemaName();
  }
}
