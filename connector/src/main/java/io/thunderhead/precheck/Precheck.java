package io.thunderhead.precheck;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.CheckRequirements;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.Severity;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.util.ArrayList;
import java.util.List;

/** Runs the checks of one load (import-protocol 5). */
public final class Precheck {
  private final Cluster cluster;
  private final LoadOptions options;

  /** Makes the checks of a load into a cluster. */
  public Precheck(Cluster cluster, LoadOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * Runs every check that needs no look at the rows.
   *
   * @param speculation whether Spark may run a task twice at once; null when Spark is not there
   */
  public PrecheckReport run(Target target, Boolean speculation) {
    List<Checker> checkers = new ArrayList<>();
    checkers.add(new TableExists(target));
    if (target.table() != null) {
      checkers.add(new TableSupported(target, cluster.tidb() != null));
      checkers.add(new SourceSchema(target));
      checkers.add(new TableEmpty(target, cluster.tikv()));
    }
    checkers.add(new ActiveJob(target, cluster.etcd(), cluster.tidb()));
    checkers.add(new DdlInFlight(target.name(), cluster.tidb()));
    checkers.add(new Privileges(target.name(), options.user(), cluster.tidb()));
    checkers.add(new ClusterVersion(cluster, options.pauseScheduler()));
    checkers.add(new SameCluster(cluster));
    checkers.add(new CdcAndLogBackup(cluster.etcd()));
    checkers.add(new OtherImports(target, cluster.etcd()));
    checkers.add(new EmptyRegions(cluster.pdHttp()));
    checkers.add(new RegionDistribution(cluster.pdHttp()));
    checkers.add(new ClockSkew(cluster.pd()));
    checkers.add(new GcLifeTime(cluster.tidb()));
    checkers.add(new Speculation(speculation));
    return report(checkers, options.checkRequirements());
  }

  /** Runs the checks that go by how large the rows are. */
  public PrecheckReport run(Estimate estimate) {
    return report(
        List.of(
            new ClusterSize(cluster.pdHttp(), estimate),
            new RegionCount(cluster.pdHttp(), estimate),
            new ShuffleDisk(estimate)),
        options.checkRequirements());
  }

  static PrecheckReport report(List<Checker> checkers, CheckRequirements requirements) {
    return new PrecheckReport(
        checkers.stream()
            .map(
                each ->
                    requirements.skips(each.id())
                        ? CheckResult.skipped(each.id(), "left out by option check-requirements")
                        : result(each))
            .toList());
  }

  /** Turns what a check cannot ask into a verdict: what a user may not see is no failure. */
  private static CheckResult result(Checker checker) {
    CheckId id = checker.id();
    try {
      return checker.check();
    } catch (LoadException e) {
      boolean unseen = e.code() == ErrorCode.ACCESS_DENIED || e.code() == ErrorCode.SQL_FAILED;
      return unseen || id.severity() == Severity.WARNING
          ? CheckResult.skipped(id, "cannot be looked at: " + e.getMessage())
          : CheckResult.failed(id, e.code(), e.getMessage(), "");
    }
  }

  /** Returns a row or index entry of a table that is visible at a timestamp, or null. */
  public static KvPair firstKv(TikvClient tikv, TableInfo table, long ts) {
    for (KeyRange range : KeyRanges.of(table)) {
      List<KvPair> found = tikv.scan(range, ts, 1);
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    return null;
  }
}
