package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;

/**
 * Spark runs no task twice at once: both would write the same region, for nothing.
 *
 * @param on null when Spark is not there
 */
record Speculation(Boolean on) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_SPARK_SPECULATION;
  }

  @Override
  public CheckResult check() {
    if (on == null) {
      return CheckResult.skipped(id(), "looked at with the input (import --dry-run)");
    }
    return on
        ? CheckResult.failed(
            id(),
            ErrorCode.INVALID_OPTION,
            "spark.speculation is on: two copies of a task write the same region at once.",
            "Set spark.speculation=false.")
        : CheckResult.passed(id(), "spark.speculation is off");
  }
}
