package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Datum;

/**
 * An AUTO_INCREMENT or AUTO_RANDOM column: takes the row's id where the input has none, and notes
 * the largest id of all rows (kv-encoding 4.12).
 */
final class AutoIdColumn {
  private final ColumnEncoder column;
  private final boolean inInput;
  private final ShardedIds shards;
  private final boolean real;
  private final boolean unsigned;
  private long id;
  private long max;

  /** Takes null for the shards of AUTO_INCREMENT. */
  AutoIdColumn(ColumnEncoder column, boolean inInput, ShardedIds shards) {
    FieldType type = column.column().type();
    this.column = column;
    this.inInput = inInput;
    this.shards = shards;
    this.real = type.tp() == FieldType.FLOAT || type.tp() == FieldType.DOUBLE;
    this.unsigned = type.unsigned();
  }

  /**
   * Fills in the value of the current row, whose other columns are loaded.
   *
   * @throws LoadException BAD_ROW when an id does not fit the column
   */
  void load(long rowId) {
    Datum value = column.value();
    if (inInput && !value.isNull()) {
      id = given(value);
    } else if (shards != null) {
      value.setNumber(shards.of(rowId));
      id = rowId;
    } else {
      generate(rowId, value);
      id = rowId;
    }
  }

  /** Returns the largest noted id as unsigned bits, 0 for none. */
  long max() {
    return max;
  }

  private void generate(long rowId, Datum value) {
    try {
      column.type().fromLong(rowId, value);
    } catch (BadValueException e) {
      throw exhausted(rowId, e);
    }
    if (!real && value.number() != rowId) {
      throw exhausted(rowId, null);
    }
  }

  private long given(Datum value) {
    long number = real ? Math.round(Double.longBitsToDouble(value.number())) : value.number();
    if (shards != null) {
      return shards.increment(number);
    }
    return unsigned ? number : Math.max(number, 0);
  }

  /** Notes the id of the current row. */
  void note() {
    max = AutoIds.larger(max, id);
  }

  private LoadException exhausted(long rowId, BadValueException cause) {
    return new LoadException(
        ErrorCode.BAD_ROW,
        "column '"
            + column.column().name()
            + "' ("
            + column.column().type().sql()
            + "): the generated id "
            + rowId
            + " is out of range; widen the column or bring its values in the input",
        cause);
  }
}
