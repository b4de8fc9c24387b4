package io.thunderhead.source;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SourceKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of a DataFrame, one after the other. */
public final class FrameRow implements InputRow {
  private final InputColumns columns;
  private final ValueReader[] readers;
  private Row row;

  /** Makes a row of a schema that {@link #columns(StructType)} takes. */
  public FrameRow(StructType schema) {
    this.columns = columns(schema);
    this.readers = new ValueReader[schema.size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = ValueReader.of(schema.fields()[i].dataType());
    }
  }

  /**
   * Returns the columns of a DataFrame.
   *
   * @throws LoadException SOURCE_SCHEMA_INVALID that names every column of a type that no TiDB
   *     column can take
   */
  public static InputColumns columns(StructType schema) {
    List<String> names = new ArrayList<>();
    List<SourceKind> kinds = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (StructField field : schema.fields()) {
      ValueReader reader = ValueReader.of(field.dataType());
      if (reader == null) {
        problems.add("column '" + field.name() + "' is " + field.dataType().simpleString());
      } else {
        names.add(field.name());
        kinds.add(reader.kind());
      }
    }
    if (!problems.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_SCHEMA_INVALID,
          "the DataFrame has types that no TiDB column can take: "
              + String.join("; ", problems)
              + "; cast these columns, or drop them");
    }
    return new InputColumns(names, kinds);
  }

  /** Takes the next row and returns this. */
  public FrameRow of(Row next) {
    row = next;
    return this;
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public int length() {
    return readers.length;
  }

  @Override
  public boolean isNull(int index) {
    return row.isNullAt(index);
  }

  @Override
  public void read(int index, ColumnType type, Datum out) {
    readers[index].read(row, index, type, out);
  }

  @Override
  public String text(int index) {
    return readers[index].text(row, index);
  }
}
