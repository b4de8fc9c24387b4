package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdEtcd;
import io.thunderhead.pd.Registration;
import io.thunderhead.sql.TidbClient;
import java.util.List;
import java.util.Optional;

/**
 * No IMPORT INTO works on the table, or waits to (import-protocol 5.2), and no other load of ours.
 */
record ActiveJob(Target target, PdEtcd etcd, TidbClient tidb) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_TABLE_ACTIVE_JOB;
  }

  @Override
  public CheckResult check() {
    Optional<Registration.Task> load =
        target.table() == null
            ? Optional.empty()
            : Registration.inTheWay(
                etcd, target.table().id(), target.loadId(), target.table().onlyPartitions());
    if (load.isPresent()) {
      return CheckResult.failed(
          id(),
          ErrorCode.TABLE_IN_USE,
          "the table is being loaded by %s.".formatted(load.get().text()),
          "Wait until it ends.");
    }
    return tidb == null ? CheckResult.skipped(id(), Sql.NO_TIDB) : importJobs();
  }

  private CheckResult importJobs() {
    TableName name = target.name();
    List<List<String>> jobs =
        tidb.rows(
            "SELECT id, status FROM mysql.tidb_import_jobs WHERE status IN ('pending','running') AND table_schema = %s AND table_name = %s"
                .formatted(Sql.text(name.database()), Sql.text(name.table())));
    if (jobs.isEmpty()) {
      return CheckResult.passed(id(), "no IMPORT INTO works on the table");
    }
    String job = jobs.get(0).get(0);
    return CheckResult.failed(
        id(),
        ErrorCode.TABLE_IN_USE,
        "there is active job on the target table already: IMPORT INTO job %s is %s."
            .formatted(job, jobs.get(0).get(1)),
        "Wait for it, or end it with CANCEL IMPORT JOB %s.".formatted(job));
  }
}
