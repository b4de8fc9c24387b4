package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.TableName;
import io.thunderhead.sql.TidbClient;
import java.util.List;

/**
 * No DDL of the table is queued or under way: what it adds would lack the rows of the load, and a
 * table that it replaces would take them with it (import-protocol 10).
 */
record DdlInFlight(TableName name, TidbClient tidb) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_TABLE_DDL;
  }

  @Override
  public CheckResult check() {
    if (tidb == null) {
      return CheckResult.skipped(id(), Sql.NO_TIDB);
    }
    List<List<String>> jobs =
        tidb.rows(
            "SELECT job_id, job_type, state FROM information_schema.ddl_jobs WHERE db_name = %s AND table_name = %s AND state IN ('none','queueing','running','pausing','paused','rollingback','cancelling','done')"
                .formatted(Sql.text(name.database()), Sql.text(name.table())));
    if (jobs.isEmpty()) {
      return CheckResult.passed(id(), "no DDL of the table is in flight");
    }
    List<String> job = jobs.get(0);
    return CheckResult.failed(
        id(),
        ErrorCode.TABLE_IN_USE,
        "DDL job %s (%s) of table %s is %s.".formatted(job.get(0), job.get(1), name, job.get(2)),
        "Wait for it, or end it with ADMIN CANCEL DDL JOBS %s.".formatted(job.get(0)));
  }
}
