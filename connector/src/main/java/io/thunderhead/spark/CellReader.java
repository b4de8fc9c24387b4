package io.thunderhead.spark;

import io.thunderhead.codec.MemComparable;
import io.thunderhead.encode.RowFields;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.RowIntegers;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads one column of records into the objects that Spark's rows hold. */
final class CellReader {
  private final ColumnInfo column;
  private final DataType type;
  private final boolean zeroDatesAreNull;

  CellReader(ColumnInfo column, boolean zeroDatesAreNull) {
    this.column = column;
    this.type = SparkTypes.of(column.type());
    this.zeroDatesAreNull = zeroDatesAreNull;
  }

  /**
   * Returns the value, null for NULL.
   *
   * @throws LoadException BAD_ROW for a date that Spark cannot hold
   */
  Object read(RowFields fields, int index) {
    if (fields.isNull(index)) {
      return null;
    }
    byte[] data = fields.data(index);
    int from = fields.from(index);
    int to = fields.to(index);
    if (type instanceof StringType) {
      boolean asIs = column.type().isString();
      return asIs
          ? UTF8String.fromBytes(Arrays.copyOfRange(data, from, to))
          : UTF8String.fromString(fields.text(index));
    } else if (type instanceof BinaryType) {
      return Arrays.copyOfRange(data, from, to);
    } else if (type instanceof DoubleType) {
      return MemComparable.decodeDouble(data, from);
    } else if (type instanceof FloatType) {
      return (float) MemComparable.decodeDouble(data, from);
    } else if (type instanceof DecimalType decimal) {
      return Decimal.apply(
          new BigDecimal(fields.text(index)), decimal.precision(), decimal.scale());
    }
    Object integer = integer(data, from, to);
    return integer == null ? time(fields, index) : integer;
  }

  private Object integer(byte[] data, int from, int to) {
    boolean unsigned = column.type().unsigned() || column.type().tp() == FieldType.BIT;
    if (type instanceof LongType) {
      return number(data, from, to, unsigned);
    } else if (type instanceof IntegerType) {
      return (int) number(data, from, to, unsigned);
    } else if (type instanceof ShortType) {
      boolean isYear = column.type().tp() == FieldType.YEAR;
      return (short) number(data, from, to, unsigned && !isYear);
    } else if (type instanceof ByteType) {
      return (byte) number(data, from, to, unsigned);
    }
    return null;
  }

  private static long number(byte[] data, int from, int to, boolean unsigned) {
    return unsigned ? RowIntegers.unsigned(data, from, to) : RowIntegers.signed(data, from, to);
  }

  private Object time(RowFields fields, int index) {
    long packed = RowIntegers.unsigned(fields.data(index), fields.from(index), fields.to(index));
    if (!PackedTime.isReal(packed)) {
      return notReal(fields.text(index));
    }
    if (type instanceof DateType) {
      return (int)
          PackedTime.epochDay(
              PackedTime.year(packed), PackedTime.month(packed), PackedTime.day(packed));
    }
    return PackedTime.wallSecond(packed) * PackedTime.MICROS_PER_SECOND + PackedTime.micros(packed);
  }

  private Object notReal(String text) {
    if (zeroDatesAreNull) {
      return null;
    }
    throw new LoadException(
        ErrorCode.BAD_ROW,
        "column '%s' has '%s', which is no date for Spark. Read it with option zero-dates=null to have NULL in its place."
            .formatted(column.name(), text));
  }
}
