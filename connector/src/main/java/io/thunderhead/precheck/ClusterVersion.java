package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.StoreStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * PD, TiKV and TiDB are new enough: 5.0 for what a load sends, and PD 6.1 where it has to leave the
 * table's regions alone (import-protocol 5.1).
 */
record ClusterVersion(Cluster cluster, boolean pausesScheduler) implements Checker {
  private static final Version OLDEST = new Version(5, 0, 0);
  private static final Version OLDEST_THAT_PAUSES = new Version(6, 1, 0);

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_CLUSTER_VERSION;
  }

  @Override
  public CheckResult check() {
    List<String> found = new ArrayList<>();
    List<String> old = new ArrayList<>();
    String pd = cluster.pdHttp().version();
    compare("PD", pd, Version.parse(pd), pausesScheduler ? OLDEST_THAT_PAUSES : OLDEST, found, old);
    for (StoreStatus store : cluster.pdHttp().stores()) {
      String name = (store.tiflash() ? "TiFlash " : "TiKV ") + store.address();
      compare(name, store.version(), Version.parse(store.version()), OLDEST, found, old);
    }
    if (cluster.tidb() != null) {
      String tidb = cluster.tidb().rows("SELECT VERSION()").get(0).get(0);
      compare("TiDB", tidb, Version.ofTidb(tidb), OLDEST, found, old);
    }
    return old.isEmpty()
        ? CheckResult.passed(id(), String.join(", ", found))
        : CheckResult.failed(
            id(),
            ErrorCode.UNSUPPORTED,
            String.join("; ", old) + ".",
            pausesScheduler
                ? "Upgrade the cluster; PD 5.0 to 6.0 serve with pause-pd-scheduler-scope=none."
                : "Upgrade the cluster.");
  }

  /** A version that does not read as one is told and passes: builds of one's own are called so. */
  private static void compare(
      String name,
      String told,
      Version version,
      Version oldest,
      List<String> found,
      List<String> old) {
    found.add(name + " " + told);
    if (version != null && version.compareTo(oldest) < 0) {
      old.add("%s is version %s (expected: %s or newer)".formatted(name, told, oldest));
    }
  }
}
