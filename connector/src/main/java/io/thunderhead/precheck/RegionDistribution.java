package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.pd.StoreStatus;
import java.util.Comparator;
import java.util.List;

/** The stores have alike numbers of regions (import-protocol 5.1). */
record RegionDistribution(PdHttp pd) implements Checker {
  private static final long FEW = 1000;
  private static final double UNEVEN = 0.5;
  private static final double SOMEWHAT_UNEVEN = 0.75;

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_CLUSTER_REGION_DISTRIBUTION;
  }

  @Override
  public CheckResult check() {
    return judge(pd.stores().stream().filter(StoreStatus::isUpTikv).toList());
  }

  CheckResult judge(List<StoreStatus> stores) {
    if (stores.size() < 2) {
      return CheckResult.passed(id(), "there is one store");
    }
    Comparator<StoreStatus> byRegions = Comparator.comparingLong(StoreStatus::regions);
    StoreStatus least = stores.stream().min(byRegions).orElseThrow();
    StoreStatus most = stores.stream().max(byRegions).orElseThrow();
    String found =
        "%s has %,d regions, %s has %,d"
            .formatted(least.address(), least.regions(), most.address(), most.regions());
    double ratio = most.regions() == 0 ? 1 : (double) least.regions() / most.regions();
    if (most.regions() <= FEW || ratio >= SOMEWHAT_UNEVEN) {
      return CheckResult.passed(id(), found);
    }
    return ratio >= UNEVEN
        ? CheckResult.passed(id(), "somewhat uneven: " + found)
        : CheckResult.failed(
            id(),
            ErrorCode.CLUSTER_PROTOCOL,
            "regions are unevenly spread: %s (expected: half as many or more).".formatted(found),
            "Let PD's balance-region-scheduler even them out first.");
  }
}
