package io.thunderhead.source;

import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * The rows of a DataFrame as Spark's engine holds them, one after the other: the same values as
 * those of a {@link FrameRow}, without objects for them where they are numbers, dates or plain
 * text.
 */
public final class EngineRow implements InputRow {
  private final InputColumns columns;
  private final Cell[] cells;
  private InternalRow row;

  /** Makes a row of a schema that {@link FrameRow#columns(StructType)} takes. */
  public EngineRow(StructType schema) {
    this.columns = FrameRow.columns(schema);
    this.cells = new Cell[schema.size()];
    for (int i = 0; i < cells.length; i++) {
      StructField field = schema.fields()[i];
      cells[i] = new Cell(field.dataType());
    }
  }

  /** Hands a value that is not null to a column's type. */
  private interface Reader {
    void read(InternalRow row, int index, ColumnType type, Datum out);
  }

  /** The readers of one column. */
  private static final class Cell {
    private final DataType type;
    private final ValueReader general;
    private final Function1<Object, Object> converter;
    private final Reader direct;

    Cell(DataType type) {
      this.type = type;
      this.general = ValueReader.of(type);
      this.converter = CatalystTypeConverters.createToScalaConverter(type);
      Reader found = direct(type);
      this.direct = found == null ? this::convert : found;
    }

    private Row converted(InternalRow row, int index) {
      return RowFactory.create(converter.apply(row.get(index, type)));
    }

    private void convert(InternalRow row, int index, ColumnType to, Datum out) {
      general.read(converted(row, index), 0, to, out);
    }

    String text(InternalRow row, int index) {
      return general.text(converted(row, index), 0);
    }
  }

  /** Returns the reader of values that need no object, null when there is none. */
  private static Reader direct(DataType type) {
    if (type instanceof LongType) {
      return (row, i, to, out) -> to.fromLong(row.getLong(i), out);
    } else if (type instanceof IntegerType) {
      return (row, i, to, out) -> to.fromLong(row.getInt(i), out);
    } else if (type instanceof ShortType) {
      return (row, i, to, out) -> to.fromLong(row.getShort(i), out);
    } else if (type instanceof ByteType) {
      return (row, i, to, out) -> to.fromLong(row.getByte(i), out);
    } else if (type instanceof BooleanType) {
      return (row, i, to, out) -> to.fromBoolean(row.getBoolean(i), out);
    } else if (type instanceof FloatType) {
      return (row, i, to, out) -> to.fromFloat(row.getFloat(i), out);
    } else if (type instanceof DoubleType) {
      return (row, i, to, out) -> to.fromDouble(row.getDouble(i), out);
    } else if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (row, i, to, out) ->
          to.fromDecimal(row.getDecimal(i, precision, scale).toJavaBigDecimal(), out);
    } else if (type instanceof DateType) {
      return (row, i, to, out) -> to.fromDate(row.getInt(i), out);
    } else if (type instanceof StringType) {
      return EngineRow::readText;
    }
    return null;
  }

  /** Bytes that are no UTF-8 are told by other letters, as Spark shows them. */
  private static void readText(InternalRow row, int index, ColumnType to, Datum out) {
    byte[] bytes = row.getUTF8String(index).getBytes();
    int all = 0;
    for (byte each : bytes) {
      all |= each;
    }
    if (all >= 0) {
      to.fromUtf8(bytes, 0, bytes.length, out);
    } else {
      to.fromText(row.getUTF8String(index).toString(), out);
    }
  }

  /** Takes the next row and returns this. */
  public EngineRow of(InternalRow next) {
    row = next;
    return this;
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public int length() {
    return cells.length;
  }

  @Override
  public boolean isNull(int index) {
    return row.isNullAt(index);
  }

  @Override
  public void read(int index, ColumnType type, Datum out) {
    cells[index].direct.read(row, index, type, out);
  }

  @Override
  public String text(int index) {
    return cells[index].text(row, index);
  }
}
