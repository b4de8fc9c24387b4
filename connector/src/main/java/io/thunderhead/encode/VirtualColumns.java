package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.expr.Assignment;
import io.thunderhead.expr.Expression;
import io.thunderhead.expr.UnsupportedExpressionException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.RowIntegers;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Generated columns that records do not have, computed again from those they have. */
final class VirtualColumns {
  private record Column(ColumnInfo info, ColumnType type, Assignment expression) {}

  private final List<Column> columns = new ArrayList<>();
  private final Datum[] values;
  private final Bytes stored = new Bytes(64);

  /** Resolves the columns that can be computed; hidden ones are left out. */
  VirtualColumns(TableInfo table, ZoneId zone) {
    values = new Datum[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new Datum();
    }
    ConversionRules rules = new ConversionRules(Set.of(), zone, true);
    for (ColumnInfo column : table.columns()) {
      if (column.generated() && !column.generatedStored() && !column.hidden()) {
        add(column, table, rules);
      }
    }
  }

  private void add(ColumnInfo column, TableInfo table, ConversionRules rules) {
    ColumnType type = ColumnTypes.of(column, rules);
    try {
      Expression expression =
          Expression.of(
              column.generatedExpression(), table, offset -> values[offset], rules, Instant.EPOCH);
      columns.add(new Column(column, type, expression.assignTo(column, type)));
    } catch (UnsupportedExpressionException e) {
      values[column.offset()].setNull();
    }
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  /** Forgets the row before. */
  void clear() {
    for (Datum value : values) {
      value.setNull();
    }
  }

  /** Takes a column's value as rows have it. */
  void put(ColumnInfo column, byte[] data, int from, int to) {
    read(column, data, from, to, values[column.offset()]);
  }

  /** Reads a value as rows have it. */
  static void read(ColumnInfo column, byte[] data, int from, int to, Datum value) {
    switch (column.type().tp()) {
      case FieldType.FLOAT, FieldType.DOUBLE ->
          value.setNumber(Double.doubleToRawLongBits(MemComparable.decodeDouble(data, from)));
      case FieldType.YEAR, FieldType.DURATION ->
          value.setNumber(RowIntegers.signed(data, from, to));
      case FieldType.TINY, FieldType.SHORT, FieldType.INT24, FieldType.LONG, FieldType.LONGLONG ->
          value.setNumber(
              column.type().unsigned()
                  ? RowIntegers.unsigned(data, from, to)
                  : RowIntegers.signed(data, from, to));
      case FieldType.DATE,
          FieldType.DATETIME,
          FieldType.TIMESTAMP,
          FieldType.ENUM,
          FieldType.SET,
          FieldType.BIT ->
          value.setNumber(RowIntegers.unsigned(data, from, to));
      default -> value.startBytes().put(data, from, to - from);
    }
  }

  /** Takes the value of the column that is the handle. */
  void putHandle(ColumnInfo column, long handle) {
    values[column.offset()].setNumber(handle);
  }

  /** Takes the value of a column as one who has no record has it. */
  void put(ColumnInfo column, Datum value, ColumnType type) {
    if (!value.isNull()) {
      type.putValue(value, stored.clear());
      put(column, stored.array(), 0, stored.length());
    }
  }

  /** Computes all columns of the row that was put, in order. */
  void compute() {
    for (Column column : columns) {
      Datum value = values[column.info().offset()];
      try {
        column.expression().store(value);
      } catch (BadValueException e) {
        value.setNull();
      }
    }
  }

  /** Returns the value that was computed for a column, NULL when it cannot be. */
  Datum value(ColumnInfo column) {
    return values[column.offset()];
  }
}
