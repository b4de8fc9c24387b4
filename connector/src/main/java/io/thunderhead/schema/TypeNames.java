package io.thunderhead.schema;

/** The words of DDL for a column's type. */
final class TypeNames {
  private TypeNames() {}

  static String sql(FieldType type) {
    String size = size(type);
    return word(type)
        + size
        + (type.unsigned() ? " unsigned" : "")
        + (type.array() ? " array" : "");
  }

  private static String size(FieldType type) {
    return switch (type.tp()) {
      case FieldType.NEW_DECIMAL -> "(" + type.flen() + "," + type.decimal() + ")";
      case FieldType.FLOAT, FieldType.DOUBLE ->
          type.flen() >= 0 && type.decimal() >= 0
              ? "(" + type.flen() + "," + type.decimal() + ")"
              : "";
      case FieldType.DATETIME, FieldType.TIMESTAMP, FieldType.DURATION ->
          type.decimal() > 0 ? "(" + type.decimal() + ")" : "";
      case FieldType.ENUM, FieldType.SET -> "('" + String.join("','", type.elems()) + "')";
      case FieldType.DATE,
          FieldType.JSON,
          FieldType.TINY_BLOB,
          FieldType.BLOB,
          FieldType.MEDIUM_BLOB,
          FieldType.LONG_BLOB ->
          "";
      default -> type.flen() >= 0 ? "(" + type.flen() + ")" : "";
    };
  }

  private static String word(FieldType type) {
    boolean binary = type.charset().equals("binary");
    return switch (type.tp()) {
      case FieldType.TINY -> "tinyint";
      case FieldType.SHORT -> "smallint";
      case FieldType.INT24 -> "mediumint";
      case FieldType.LONG -> "int";
      case FieldType.LONGLONG -> "bigint";
      case FieldType.FLOAT -> "float";
      case FieldType.DOUBLE -> "double";
      case FieldType.NEW_DECIMAL -> "decimal";
      case FieldType.DATE -> "date";
      case FieldType.DATETIME -> "datetime";
      case FieldType.TIMESTAMP -> "timestamp";
      case FieldType.DURATION -> "time";
      case FieldType.YEAR -> "year";
      case FieldType.BIT -> "bit";
      case FieldType.ENUM -> "enum";
      case FieldType.SET -> "set";
      case FieldType.JSON -> "json";
      case FieldType.VECTOR -> "vector";
      case FieldType.VARCHAR, FieldType.VAR_STRING -> binary ? "varbinary" : "varchar";
      case FieldType.STRING -> binary ? "binary" : "char";
      case FieldType.TINY_BLOB -> binary ? "tinyblob" : "tinytext";
      case FieldType.BLOB -> binary ? "blob" : "text";
      case FieldType.MEDIUM_BLOB -> binary ? "mediumblob" : "mediumtext";
      case FieldType.LONG_BLOB -> binary ? "longblob" : "longtext";
      default -> "type " + type.tp();
    };
  }
}
