package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.rpc.Channels;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;

/** TiDB names a PD member that PD names as well (import-protocol 5.1). */
record SameCluster(Cluster cluster) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_PD_TIDB_FROM_SAME_CLUSTER;
  }

  @Override
  public CheckResult check() {
    if (cluster.tidb() == null) {
      return CheckResult.skipped(id(), Sql.NO_TIDB);
    }
    Set<String> ofTidb =
        cluster
            .tidb()
            .rows("SELECT status_address FROM information_schema.cluster_info WHERE type = 'pd'")
            .stream()
            .map(row -> Channels.hostPort(row.get(0)))
            .collect(Collectors.toSet());
    Set<String> ofPd = cluster.pdHttp().memberAddresses();
    if (!Collections.disjoint(ofTidb, ofPd)) {
      return CheckResult.passed(id(), "TiDB works on this PD's cluster");
    }
    return CheckResult.failed(
        id(),
        ErrorCode.INVALID_OPTION,
        "options pd and tidb name two clusters: TiDB's PD members are %s, PD's are %s."
            .formatted(ofTidb, ofPd),
        "Give addresses of one cluster.");
  }
}
