package io.thunderhead.encode;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;

/** The columns of a table that take the row's id where a row has no value in them. */
final class AutoIdColumns {
  private final boolean hasRowId;
  private final List<AutoIdColumn> increments = new ArrayList<>();
  private final List<AutoIdColumn> randoms = new ArrayList<>();
  private long maxRowId;

  AutoIdColumns(TableInfo table, ColumnEncoder[] columns, InputPositions inputs) {
    this.hasRowId = table.hasRowId();
    for (ColumnInfo column : table.columns()) {
      ColumnEncoder encoder = columns[column.offset()];
      if (column.type().autoIncrement()) {
        increments.add(new AutoIdColumn(encoder, inputs.has(column), null));
      } else if (table.generatesIds(column)) {
        ShardedIds shards =
            ShardedIds.ofAutoRandom(
                table.autoRandomBits(), table.autoRandomRangeBits(), column.type().unsigned());
        randoms.add(new AutoIdColumn(encoder, inputs.has(column), shards));
      }
    }
  }

  /**
   * Fills in the ids of a row whose input is loaded.
   *
   * @throws io.thunderhead.error.LoadException BAD_ROW when an id does not fit its column
   */
  void load(long rowId) {
    for (int i = 0; i < increments.size(); i++) {
      increments.get(i).load(rowId);
    }
    for (int i = 0; i < randoms.size(); i++) {
      randoms.get(i).load(rowId);
    }
  }

  /** Notes the ids of the current row, which is good. */
  void note(long rowId) {
    maxRowId = hasRowId ? Math.max(maxRowId, rowId) : 0;
    for (int i = 0; i < increments.size(); i++) {
      increments.get(i).note();
    }
    for (int i = 0; i < randoms.size(); i++) {
      randoms.get(i).note();
    }
  }

  /** Returns the largest ids that were noted. */
  AutoIds max() {
    AutoIds ids = new AutoIds(maxRowId, 0, 0);
    for (AutoIdColumn column : increments) {
      ids = ids.max(new AutoIds(0, column.max(), 0));
    }
    for (AutoIdColumn column : randoms) {
      ids = ids.max(new AutoIds(0, 0, column.max()));
    }
    return ids;
  }
}
