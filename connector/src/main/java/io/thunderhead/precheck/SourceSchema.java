package io.thunderhead.precheck;

import io.thunderhead.encode.RowEncoder;
import io.thunderhead.encode.TableSupport;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.CheckId;

/** The input's columns fit the table's. */
record SourceSchema(Target target) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_SOURCE_SCHEMA_VALID;
  }

  @Override
  public CheckResult check() {
    if (target.input() == null) {
      return CheckResult.skipped(id(), "no rows are given");
    } else if (!TableSupport.unsupported(
            target.table(), target.inputNames(), target.settings().newCollation())
        .isEmpty()) {
      return CheckResult.skipped(id(), "the table cannot be loaded at all");
    }
    try {
      int kvs =
          1 + new RowEncoder(target.table(), target.input(), target.settings()).indexKvsPerRow();
      return CheckResult.passed(id(), "a row makes up to %d KVs".formatted(kvs));
    } catch (LoadException e) {
      return CheckResult.failed(id(), e.code(), e.getMessage(), "");
    }
  }
}
