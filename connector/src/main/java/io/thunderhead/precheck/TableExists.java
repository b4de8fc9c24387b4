package io.thunderhead.precheck;

import io.thunderhead.option.CheckId;

/** The table is there. */
record TableExists(Target target) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_TABLE_EXISTS;
  }

  @Override
  public CheckResult check() {
    return target.table() == null
        ? CheckResult.failed(id(), target.missing().code(), target.missing().getMessage(), "")
        : CheckResult.passed(id(), "its id is " + target.table().id());
  }
}
