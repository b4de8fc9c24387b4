package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;

/** Spark's local folders have room for the sorted rows, which all pass through them. */
record ShuffleDisk(Estimate estimate) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_LOCAL_TEMP_KV_DIR;
  }

  @Override
  public CheckResult check() {
    if (estimate.localFree().isEmpty()) {
      return CheckResult.skipped(id(), "Spark's local folders are not known");
    }
    long free = estimate.localFree().values().stream().mapToLong(Long::longValue).sum();
    String found =
        "the shuffle needs up to %s, Spark's local folders have %s free on %d machines"
            .formatted(Sizes.text(estimate.bytes()), Sizes.text(free), estimate.localFree().size());
    return estimate.bytes() <= free
        ? CheckResult.passed(id(), found)
        : CheckResult.failed(
            id(),
            ErrorCode.DISK_FULL,
            found + ".",
            "Point spark.local.dir at larger disks, or load from more machines.");
  }
}
