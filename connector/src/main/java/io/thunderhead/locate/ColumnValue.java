package io.thunderhead.locate;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;

/**
 * A column and its value in the current row.
 *
 * @param value always the same object, filled for each row
 */
public record ColumnValue(ColumnInfo column, ColumnType type, Datum value) implements RowInteger {
  @Override
  public boolean load() {
    return !value.isNull();
  }

  @Override
  public long integer() {
    return value.number();
  }

  @Override
  public boolean unsigned() {
    return column.type().unsigned();
  }
}
