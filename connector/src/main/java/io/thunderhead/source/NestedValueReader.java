package io.thunderhead.source;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.NestedReader;
import io.thunderhead.type.NestedWriter;
import io.thunderhead.type.SourceKind;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** Reads arrays, maps and structs. */
final class NestedValueReader implements ValueReader {
  private final SourceKind kind;
  private final NestedElement element;
  private final Bytes tokens = new Bytes(256);
  private final NestedWriter writer = new NestedWriter();

  private NestedValueReader(SourceKind kind, NestedElement element) {
    this.kind = kind;
    this.element = element;
  }

  /** Returns the reader of a Spark type, null when JSON cannot hold its values. */
  static NestedValueReader of(DataType type) {
    NestedElement element = NestedElement.ofContainer(type);
    if (element == null) {
      return null;
    }
    boolean numbers = type instanceof ArrayType array && array.elementType() instanceof NumericType;
    return new NestedValueReader(numbers ? SourceKind.NUMBERS : SourceKind.NESTED, element);
  }

  @Override
  public SourceKind kind() {
    return kind;
  }

  @Override
  public void read(Row row, int index, ColumnType type, Datum out) {
    write(row, index);
    type.fromNested(tokens.array(), 0, tokens.length(), out);
  }

  @Override
  public String text(Row row, int index) {
    write(row, index);
    return NestedReader.text(tokens.array(), 0, tokens.length());
  }

  private void write(Row row, int index) {
    element.write(row.get(index), writer.to(tokens.clear()));
  }
}
