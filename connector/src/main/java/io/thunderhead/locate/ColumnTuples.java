package io.thunderhead.locate;

import io.thunderhead.codec.Bytes;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Datum;
import io.thunderhead.type.KeyFlag;
import java.util.List;

/** Values of several columns as key bytes, which sort as the values do, NULL first. */
final class ColumnTuples {
  private static final int MAX_VALUE = 0xfa;

  private ColumnTuples() {}

  /** Appends the values of the current row. */
  static void put(ColumnValue[] columns, Bytes out) {
    for (ColumnValue column : columns) {
      put(column, column.value(), out);
    }
  }

  /** Returns the values that a schema lists as SQL, MAXVALUE above all. */
  static byte[] of(ColumnValue[] columns, List<String> literals) {
    Bytes out = new Bytes(32);
    Datum value = new Datum();
    for (int i = 0; i < columns.length; i++) {
      String literal = literals.get(i);
      if (PartitionLocator.isMaxValue(literal)) {
        out.put(MAX_VALUE);
        continue;
      }
      try {
        SqlLiteral.read(literal, columns[i].type(), value);
      } catch (BadValueException | IllegalArgumentException e) {
        throw new LoadException(
            ErrorCode.UNSUPPORTED,
            "partition value "
                + literal
                + " is none of column '"
                + columns[i].column().name()
                + "' ("
                + columns[i].column().type().sql()
                + "): "
                + e.getMessage()
                + "; load the table with TiDB itself",
            e);
      }
      put(columns[i], value, out);
    }
    return out.toByteArray();
  }

  static String shown(ColumnValue[] columns) {
    StringBuilder text = new StringBuilder();
    for (ColumnValue column : columns) {
      text.append(text.isEmpty() ? "" : ", ");
      if (column.value().isNull()) {
        text.append(SqlLiteral.NULL);
      } else {
        Bytes value = new Bytes(32);
        column.type().putValue(column.value(), value);
        text.append('\'').append(column.type().text(value.array(), 0, value.length())).append('\'');
      }
    }
    return text.toString();
  }

  private static void put(ColumnValue column, Datum value, Bytes out) {
    if (value.isNull()) {
      out.put(KeyFlag.NIL);
    } else {
      column.type().putKey(value, out);
    }
  }
}
