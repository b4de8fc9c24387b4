package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowWriter;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.type.Datum;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.TrailingSpaces;

/** One column of an index: the column's value cut to the index prefix (kv-encoding 1.6). */
class IndexColumnEncoder {
  private final ColumnEncoder column;
  private final int length;
  private final Datum spare = new Datum();
  private Datum value = spare;

  IndexColumnEncoder(ColumnEncoder column, int length) {
    this.column = column;
    this.length = length;
  }

  long columnId() {
    return column.column().id();
  }

  boolean needsRestoredData() {
    return column.type().needsRestoredData();
  }

  boolean inPrimaryKey() {
    return column.column().type().primaryKey();
  }

  /** Cuts the value of the current row and tells whether it is NULL. */
  boolean loadsNull() {
    value = column.value();
    if (value.isNull()) {
      return true;
    }
    if (length != IndexColumn.WHOLE) {
      value = column.type().truncate(value, length, spare);
    }
    return false;
  }

  /** Appends the cut value to an index key. */
  void putKey(Bytes key) {
    if (value.isNull()) {
      key.put(KeyFlag.NIL);
    } else {
      column.type().putKey(value, key);
    }
  }

  /**
   * Adds what the sort key loses of the cut value: the number of its trailing spaces, or all of it
   * (kv-encoding 3.4).
   *
   * @param ofHandle whether the column stands for its part of the handle
   */
  void putLost(RowWriter row, boolean ofHandle) {
    if (column.type().losesTrailingSpaces()) {
      TrailingSpaces.put(value, ofHandle, row.putValue(columnId()));
    } else {
      putRestored(row);
    }
  }

  /** Adds the cut value to the data that an index keeps beside its keys. */
  void putRestored(RowWriter row) {
    if (value.isNull()) {
      row.putNull(columnId());
    } else {
      column.type().putValue(value, row.putValue(columnId()));
    }
  }
}
