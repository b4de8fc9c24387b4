package io.thunderhead.spark;

import io.thunderhead.encode.RowFields;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import java.time.ZoneId;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Spark types that hold every value of TiDB's. */
final class SparkTypes {
  private static final int MOST_DIGITS = 38;
  private static final int UNSIGNED_DIGITS = 20;
  private static final int LONG_BITS = 64;
  private static final String BINARY = "binary";

  private SparkTypes() {}

  /**
   * Returns the visible columns of a table.
   *
   * @param zone of the session, for defaults that are the present time
   */
  static StructType schema(TableInfo table, ZoneId zone) {
    StructField[] fields =
        RowFields.visible(table).stream()
            .map(column -> field(table, column, zone))
            .toArray(StructField[]::new);
    return new StructType(fields);
  }

  private static StructField field(TableInfo table, ColumnInfo column, ZoneId zone) {
    boolean filledIn = table.generatesIds(column) || column.generated();
    Metadata defaults = ColumnDefaults.metadata(column, filledIn, zone);
    boolean nullable = filledIn || !column.type().notNull();
    return new StructField(column.name(), of(column.type()), nullable, defaults);
  }

  /** Returns the type of a column. */
  static DataType of(FieldType type) {
    if (type.array()) {
      return DataTypes.StringType;
    }
    return switch (type.tp()) {
      case FieldType.TINY -> type.unsigned() ? DataTypes.ShortType : DataTypes.ByteType;
      case FieldType.SHORT -> type.unsigned() ? DataTypes.IntegerType : DataTypes.ShortType;
      case FieldType.INT24 -> DataTypes.IntegerType;
      case FieldType.LONG -> type.unsigned() ? DataTypes.LongType : DataTypes.IntegerType;
      case FieldType.LONGLONG -> type.unsigned() ? unsigned() : DataTypes.LongType;
      case FieldType.BIT -> type.flen() == LONG_BITS ? unsigned() : DataTypes.LongType;
      case FieldType.YEAR -> DataTypes.ShortType;
      case FieldType.FLOAT -> DataTypes.FloatType;
      case FieldType.DOUBLE -> DataTypes.DoubleType;
      case FieldType.NEW_DECIMAL ->
          type.flen() <= MOST_DIGITS
              ? DataTypes.createDecimalType(type.flen(), type.decimal())
              : DataTypes.StringType;
      case FieldType.DATE -> DataTypes.DateType;
      case FieldType.DATETIME -> DataTypes.TimestampNTZType;
      case FieldType.TIMESTAMP -> DataTypes.TimestampType;
      default -> isBinary(type) ? DataTypes.BinaryType : DataTypes.StringType;
    };
  }

  private static DataType unsigned() {
    return DataTypes.createDecimalType(UNSIGNED_DIGITS, 0);
  }

  private static boolean isBinary(FieldType type) {
    return type.isString() && type.charset().equals(BINARY);
  }
}
