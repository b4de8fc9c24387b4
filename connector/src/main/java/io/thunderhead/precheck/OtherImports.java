package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdEtcd;
import io.thunderhead.pd.Registration;
import java.util.List;

/**
 * No other importer or restore has registered itself (import-protocol 5.3); a load of the same
 * table is {@link ActiveJob}'s.
 */
record OtherImports(Target target, PdEtcd etcd) implements Checker {
  private static final String PREFIX = "/tidb/brie/import/";

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_OTHER_IMPORTS;
  }

  @Override
  public CheckResult check() {
    List<String> tasks =
        etcd.keys(PREFIX).stream()
            .filter(key -> target.table() == null || !Registration.isOf(key, target.table().id()))
            .map(key -> key.substring(PREFIX.length()))
            .toList();
    return tasks.isEmpty()
        ? CheckResult.passed(id(), "no importer or restore is registered")
        : CheckResult.failed(
            id(),
            ErrorCode.TABLE_IN_USE,
            "at work in the cluster: %s.".formatted(tasks),
            "See that none of them writes to the table.");
  }
}
