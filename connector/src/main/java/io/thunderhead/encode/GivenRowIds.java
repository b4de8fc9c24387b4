package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.InputRow;

/** Row ids that the input brings: handles as they are, shard bits included (kv-encoding 8.6). */
final class GivenRowIds {
  private final ColumnEncoder column;
  private final ShardedIds shards;

  GivenRowIds(int inputIndex, ShardedIds shards, ConversionRules rules, boolean strict) {
    ColumnInfo info = ColumnInfo.rowId();
    this.column =
        ColumnEncoder.ofInput(info, ColumnTypes.of(info, rules), inputIndex, strict, true);
    this.shards = shards;
  }

  /**
   * Takes the id of a row, which may have none.
   *
   * @throws LoadException BAD_ROW when it is no id
   */
  void load(InputRow row) {
    column.load(row);
    if (!column.value().isNull() && column.value().number() < 0) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "column '%s': %d is no row id, they are not negative; correct the input"
              .formatted(ColumnInfo.ROW_ID, column.value().number()));
    }
  }

  /** Returns the handle of the current row, made of {@code rowId} where it brings none. */
  long handle(long rowId) {
    return column.value().isNull() ? shards.of(rowId) : column.value().number();
  }

  /** Returns what the allocator of the current row counts. */
  long counted(long rowId) {
    return column.value().isNull() ? rowId : shards.increment(column.value().number());
  }
}
