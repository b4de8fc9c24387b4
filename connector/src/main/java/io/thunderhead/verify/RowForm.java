package io.thunderhead.verify;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.TypedColumns;
import io.thunderhead.json.JsonValue;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.Datum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Writes values in a form that depends on the column's type alone, so that both sides of a
 * comparison come to the same bytes where they hold the same. Not thread-safe.
 *
 * <p>Each value is one byte, 0 for NULL, 1 for a value, 2 for one that the column cannot hold (its
 * bytes as the source shows them), then
 *
 * <ul>
 *   <li>integers, YEAR, BIT: 8 bytes of the number;
 *   <li>FLOAT, DOUBLE: 8 bytes of the double's bits, a FLOAT's value widened;
 *   <li>DECIMAL: its digits, with as many behind the point as the column has; zero has no sign;
 *   <li>DATE, DATETIME, TIMESTAMP, TIME: 8 bytes of the packed time with microseconds, TIMESTAMP in
 *       UTC;
 *   <li>CHAR without spaces at its end, VARCHAR, TEXT: UTF-8; BINARY with the zeros that fill it,
 *       VARBINARY, BLOB, VECTOR: the bytes;
 *   <li>ENUM: its name; SET: its names in the order of the definition;
 *   <li>JSON: {@link JsonForm}.
 * </ul>
 *
 * All that has no fixed length begins with its length in 4 bytes.
 */
final class RowForm {
  private final TypedColumns columns;
  private final Column[] forms;

  @FunctionalInterface
  private interface Column {
    void put(Datum value, Bytes out);
  }

  RowForm(TypedColumns columns) {
    this.columns = columns;
    this.forms = new Column[columns.columns().size()];
    for (int i = 0; i < forms.length; i++) {
      forms[i] = form(i, columns.columns().get(i));
    }
  }

  /** Appends the value of a column. */
  void put(int index, Datum value, Bytes out) {
    if (value.isNull()) {
      out.put(0);
    } else {
      forms[index].put(value, out.put(1));
    }
  }

  /** Appends what a column cannot hold. */
  void putStrange(byte[] shown, Bytes out) {
    out.put(2).putLittleEndian(shown.length, Integer.BYTES).put(shown);
  }

  private Column form(int index, ColumnInfo column) {
    FieldType type = column.type();
    return switch (type.tp()) {
      case FieldType.NEW_DECIMAL -> decimal(index, Math.max(type.decimal(), 0));
      case FieldType.STRING ->
          type.charset().equals("binary")
              ? RowForm::putBytes
              : (value, out) -> putTrimmed(value.bytes(), out);
      case FieldType.VARCHAR,
          FieldType.VAR_STRING,
          FieldType.TINY_BLOB,
          FieldType.BLOB,
          FieldType.MEDIUM_BLOB,
          FieldType.LONG_BLOB,
          FieldType.VECTOR ->
          RowForm::putBytes;
      case FieldType.ENUM, FieldType.SET ->
          (value, out) ->
              putBytes(columns.text(index, value).getBytes(StandardCharsets.UTF_8), out);
      case FieldType.JSON ->
          (value, out) -> JsonForm.put(JsonValue.of(value.bytes().array(), 0), out);
      default -> (value, out) -> out.putLong(value.number());
    };
  }

  private Column decimal(int index, int scale) {
    return (value, out) -> {
      BigDecimal number = new BigDecimal(columns.text(index, value));
      String digits = number.setScale(scale, RoundingMode.UNNECESSARY).toPlainString();
      putBytes(digits.getBytes(StandardCharsets.US_ASCII), out);
    };
  }

  private static void putBytes(Datum value, Bytes out) {
    Bytes bytes = value.bytes();
    out.putLittleEndian(bytes.length(), Integer.BYTES).put(bytes.array(), 0, bytes.length());
  }

  private static void putBytes(byte[] bytes, Bytes out) {
    out.putLittleEndian(bytes.length, Integer.BYTES).put(bytes);
  }

  private static void putTrimmed(Bytes bytes, Bytes out) {
    int end = bytes.length();
    while (end > 0 && bytes.array()[end - 1] == ' ') {
      end--;
    }
    out.putLittleEndian(end, Integer.BYTES).put(bytes.array(), 0, end);
  }
}
