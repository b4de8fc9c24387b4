package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.StoreStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stores have few empty regions (import-protocol 5.1, for one table). */
record EmptyRegions(PdHttp pd) implements Checker {
  /** More of them on one store are too many. */
  static final long MOST = 1000;

  private static final long MANY = 500;

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_CLUSTER_EMPTY_REGION;
  }

  @Override
  public CheckResult check() {
    List<StoreStatus> stores = pd.stores().stream().filter(StoreStatus::isUpTikv).toList();
    if (stores.size() < 2) {
      return CheckResult.passed(id(), "there is one store");
    }
    Map<Long, Long> empty = pd.emptyRegions();
    List<String> full = new ArrayList<>();
    long most = 0;
    for (StoreStatus store : stores) {
      long count = empty.getOrDefault(store.id(), 0L);
      most = Math.max(most, count);
      if (count > MOST) {
        full.add("%s has %,d".formatted(store.address(), count));
      }
    }
    if (full.isEmpty()) {
      return CheckResult.passed(
          id(), "%s%,d empty regions a store at most".formatted(most > MANY ? "many: " : "", most));
    }
    return CheckResult.failed(
        id(),
        ErrorCode.CLUSTER_PROTOCOL,
        "too many empty regions (expected: %,d a store or fewer): %s."
            .formatted(MOST, String.join(", ", full)),
        "Let PD merge them first: see schedule.enable-cross-table-merge and merge-schedule-limit.");
  }
}
