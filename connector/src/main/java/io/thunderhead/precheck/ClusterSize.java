package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.StoreStatus;

/** The stores have room for the rows and all their replicas (import-protocol 5.1). */
record ClusterSize(PdHttp pd, Estimate estimate) implements Checker {
  /** What is left of KVs when a store has compressed them. */
  private static final double COMPRESSED = 1.0 / 3;

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_CLUSTER_SIZE;
  }

  @Override
  public CheckResult check() {
    long free =
        pd.stores().stream().filter(StoreStatus::isUpTikv).mapToLong(StoreStatus::available).sum();
    int replicas = pd.maxReplicas();
    long needed = (long) (estimate.bytes() * COMPRESSED * replicas);
    String found =
        "the load needs about %s in %d replicas, the stores have %s free"
            .formatted(Sizes.text(needed), replicas, Sizes.text(free));
    return needed <= free
        ? CheckResult.passed(id(), found)
        : CheckResult.failed(
            id(), ErrorCode.DISK_FULL, found + ".", "Add stores, or make room on them.");
  }
}
