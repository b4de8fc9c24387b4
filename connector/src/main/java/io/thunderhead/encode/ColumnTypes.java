package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.json.JsonType;
import io.thunderhead.json.VectorType;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BitType;
import io.thunderhead.type.Charset;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.DateTimeType;
import io.thunderhead.type.DecimalType;
import io.thunderhead.type.DurationType;
import io.thunderhead.type.EnumType;
import io.thunderhead.type.FloatType;
import io.thunderhead.type.IntegerType;
import io.thunderhead.type.SetType;
import io.thunderhead.type.StringType;
import io.thunderhead.type.TimestampType;
import io.thunderhead.type.UnsignedType;
import io.thunderhead.type.YearType;

/** Finds the type that a column's metadata stands for. */
final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * Makes the type of a column.
   *
   * @throws LoadException UNSUPPORTED when there is none
   */
  static ColumnType of(ColumnInfo column, ConversionRules rules) {
    FieldType type = column.type();
    int fsp = Math.max(type.decimal(), 0);
    if (type.array()) {
      return new JsonType(rules);
    }
    return switch (type.tp()) {
      case FieldType.TINY -> integer(8, type, rules);
      case FieldType.SHORT -> integer(16, type, rules);
      case FieldType.INT24 -> integer(24, type, rules);
      case FieldType.LONG -> integer(32, type, rules);
      case FieldType.LONGLONG -> integer(64, type, rules);
      case FieldType.FLOAT, FieldType.DOUBLE ->
          new FloatType(
              type.tp() == FieldType.FLOAT, type.unsigned(), type.flen(), type.decimal(), rules);
      case FieldType.NEW_DECIMAL ->
          new DecimalType(type.flen(), type.decimal(), type.unsigned(), rules);
      case FieldType.DATE -> DateTimeType.date(rules);
      case FieldType.DATETIME -> DateTimeType.dateTime(fsp, rules);
      case FieldType.TIMESTAMP -> new TimestampType(fsp, rules);
      case FieldType.DURATION -> new DurationType(fsp, rules);
      case FieldType.YEAR -> new YearType(rules);
      case FieldType.BIT -> new BitType(type.flen(), rules);
      case FieldType.ENUM -> new EnumType(type.elems(), type.collate(), rules);
      case FieldType.SET -> new SetType(type.elems(), type.collate(), rules);
      case FieldType.STRING -> string(StringType.Family.CHAR, column, rules);
      case FieldType.VARCHAR, FieldType.VAR_STRING ->
          string(StringType.Family.VARCHAR, column, rules);
      case FieldType.TINY_BLOB, FieldType.BLOB, FieldType.MEDIUM_BLOB, FieldType.LONG_BLOB ->
          string(StringType.Family.BLOB, column, rules);
      case FieldType.JSON -> new JsonType(rules);
      case FieldType.VECTOR -> new VectorType(type.flen());
      default -> throw unsupported(column, "type " + type.sql());
    };
  }

  private static ColumnType integer(int bits, FieldType type, ConversionRules rules) {
    return type.unsigned() ? new UnsignedType(bits, rules) : new IntegerType(bits, rules);
  }

  private static ColumnType string(
      StringType.Family family, ColumnInfo column, ConversionRules rules) {
    FieldType type = column.type();
    Charset charset =
        Charset.find(type.charset())
            .orElseThrow(() -> unsupported(column, "character set " + type.charset()));
    return new StringType(family, charset, type.collate(), type.flen(), rules);
  }

  private static LoadException unsupported(ColumnInfo column, String what) {
    return new LoadException(
        ErrorCode.UNSUPPORTED,
        "column " + column.name() + ": " + what + " is not supported; load it with TiDB itself");
  }
}
