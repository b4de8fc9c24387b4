package io.thunderhead.precheck;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.util.HexFormat;

/** The table has neither rows nor index entries, in any of its partitions. */
record TableEmpty(Target target, TikvClient tikv) implements Checker {
  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_TABLE_EMPTY;
  }

  @Override
  public CheckResult check() {
    KvPair found = Precheck.firstKv(tikv, target.table(), target.ts());
    if (found == null) {
      return CheckResult.passed(id(), "the table has no rows and no index entries");
    }
    String what =
        TableCodec.isRecordKey(found.key())
            ? "rows"
            : "entries of index id %d, left by an earlier load,"
                .formatted(TableCodec.indexId(found.key()));
    return CheckResult.failed(
        id(),
        ErrorCode.TABLE_NOT_EMPTY,
        "table %s holds %s (key %s)."
            .formatted(target.table().name(), what, HexFormat.of().formatHex(found.key())),
        target.table().onlyPartitions().isEmpty()
            ? "Empty it with TRUNCATE TABLE, or load into another table."
            : "Empty the partitions with ALTER TABLE ... TRUNCATE PARTITION %s."
                .formatted(String.join(", ", target.table().onlyPartitions().keySet())));
  }
}
