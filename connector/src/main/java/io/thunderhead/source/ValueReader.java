package io.thunderhead.source;

import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.SourceKind;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** Hands the values of one column of a DataFrame to a column's type. */
interface ValueReader {
  /** Returns the kind of the values. */
  SourceKind kind();

  /** Converts the value at {@code index}, which is not null. */
  void read(Row row, int index, ColumnType type, Datum out);

  /** Returns a value as a message shows it. */
  default String text(Row row, int index) {
    return String.valueOf(row.get(index));
  }

  /** Returns the reader of a Spark type, null when there is none. */
  static ValueReader of(DataType type) {
    ValueReader scalar = ScalarReader.of(type);
    return scalar == null ? NestedValueReader.of(type) : scalar;
  }
}
