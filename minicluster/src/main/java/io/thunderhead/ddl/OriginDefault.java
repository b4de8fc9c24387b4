package io.thunderhead.ddl;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** What rows that are older than a column hold in it. */
final class OriginDefault {
  private static final int TSO_LOGICAL_BITS = 18;

  private OriginDefault() {}

  /**
   * The column's default, the zero value of a NOT NULL type without one, or null.
   *
   * @param timestamp TSO at which the column is added; CURRENT_TIMESTAMP stands for that moment
   */
  static byte[] of(ColumnInfo column, long timestamp, Position at) {
    FieldType type = column.type;
    byte[] value = column.defaultValue;
    if (column.defaultIsExpr) {
      throw at.error(
          "ADD COLUMN '" + column.name + "' with a function as default", "use a literal");
    }
    if (column.isGenerated() || (value == null && !type.has(FieldType.NOT_NULL))) {
      return null;
    }
    if (value == null) {
      return zero(type);
    }
    String text = new String(value, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    boolean isNow = type.isTime() && text.equals("CURRENT_TIMESTAMP");
    if (!isNow || type.type == FieldType.DATE) {
      return value;
    }
    LocalDateTime now =
        LocalDateTime.ofInstant(
            Instant.ofEpochMilli(timestamp >>> TSO_LOGICAL_BITS), ZoneOffset.UTC);
    return TimeText.format(now, type.decimal).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zero(FieldType type) {
    String fraction = type.decimal > 0 ? "." + "0".repeat(type.decimal) : "";
    String text =
        switch (type.type) {
          case FieldType.ENUM -> type.elems.get(0);
          case FieldType.SET, FieldType.VARCHAR -> "";
          case FieldType.DATE -> "0000-00-00";
          case FieldType.DATETIME, FieldType.TIMESTAMP -> "0000-00-00 00:00:00" + fraction;
          case FieldType.DURATION -> "00:00:00" + fraction;
          case FieldType.JSON -> "null";
          case FieldType.VECTOR -> "[]";
          case FieldType.STRING ->
              type.charset.equals(Charsets.BINARY) ? "\0".repeat((int) type.flen) : "";
          case FieldType.BIT -> "\0";
          default -> type.isBlob() ? "" : "0";
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
