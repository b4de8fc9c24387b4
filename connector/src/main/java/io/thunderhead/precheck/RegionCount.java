package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.StoreStatus;
import java.util.List;

/** The stores can carry the regions that the load makes: heartbeats cost a store CPU. */
record RegionCount(PdHttp pd, Estimate estimate) implements Checker {
  private static final long MOST = 30_000;

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_CLUSTER_REGION_COUNT;
  }

  @Override
  public CheckResult check() {
    List<StoreStatus> stores = pd.stores().stream().filter(StoreStatus::isUpTikv).toList();
    if (stores.isEmpty()) {
      return CheckResult.skipped(id(), "PD tells of no store that is up");
    }
    long now = stores.stream().mapToLong(StoreStatus::regions).max().orElseThrow();
    long more = (long) estimate.regions() * pd.maxReplicas() / stores.size();
    String found =
        "up to %,d regions a store, the load makes %,d, about %,d more a store"
            .formatted(now, estimate.regions(), more);
    return now + more <= MOST
        ? CheckResult.passed(id(), found)
        : CheckResult.failed(
            id(),
            ErrorCode.CLUSTER_PROTOCOL,
            "%s (expected: %,d a store or fewer).".formatted(found, MOST),
            "Add stores, or raise region-split-size as coprocessor.region-split-size allows.");
  }
}
