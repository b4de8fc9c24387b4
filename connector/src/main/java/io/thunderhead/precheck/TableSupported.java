package io.thunderhead.precheck;

import io.thunderhead.encode.TableSupport;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Every column and index can be written.
 *
 * @param raisesRowIds whether a TiDB server is there, which can raise row ids of tables with
 *     AUTO_ID_CACHE 1
 */
record TableSupported(Target target, boolean raisesRowIds) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_TABLE_SUPPORTED;
  }

  @Override
  public CheckResult check() {
    List<String> reasons = unsupported();
    return reasons.isEmpty()
        ? CheckResult.passed(id(), "every column and index can be written")
        : CheckResult.failed(
            id(),
            ErrorCode.UNSUPPORTED,
            "table %s cannot be loaded in physical mode: %s."
                .formatted(target.table().name(), String.join("; ", reasons)),
            "");
  }

  private List<String> unsupported() {
    TableInfo table = target.table();
    List<String> reasons =
        new ArrayList<>(
            TableSupport.unsupported(table, target.inputNames(), target.settings().newCollation()));
    if (table.hasRowId() && table.separatesAutoIncrement() && !raisesRowIds) {
      reasons.add(
          "AUTO_ID_CACHE 1 without a clustered key, whose row ids only TiDB can raise (give option"
              + " tidb)");
    }
    return reasons;
  }
}
