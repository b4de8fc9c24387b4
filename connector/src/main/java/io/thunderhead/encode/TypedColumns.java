package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import java.util.List;

/** Some columns of a table with the types of their values. Not thread-safe. */
public final class TypedColumns {
  private final List<ColumnInfo> columns;
  private final ColumnType[] types;
  private final Bytes form = new Bytes(64);

  /**
   * Resolves the types.
   *
   * @throws io.thunderhead.error.LoadException UNSUPPORTED when a type is not known
   */
  public TypedColumns(List<ColumnInfo> columns, EncodeSettings settings) {
    this.columns = List.copyOf(columns);
    ConversionRules rules =
        new ConversionRules(settings.sqlMode(), settings.zone(), settings.newCollation());
    this.types =
        columns.stream().map(each -> ColumnTypes.of(each, rules)).toArray(ColumnType[]::new);
  }

  /** Returns the columns. */
  public List<ColumnInfo> columns() {
    return columns;
  }

  /**
   * Converts a value as a server of MySQL's protocol writes it in a row of text: UTF-8, or the
   * bytes themselves of what is no text.
   *
   * @throws BadValueException when the column cannot hold it
   */
  public void read(int index, byte[] shown, Datum out) {
    FieldType type = columns.get(index).type();
    if (type.tp() == FieldType.BIT || (type.isString() && type.charset().equals("binary"))) {
      types[index].fromBytes(shown, out);
    } else if (type.tp() == FieldType.ENUM && shown.length == 0 && !type.elems().contains("")) {
      // What an ENUM holds that was given none of its names.
      out.setNumber(0);
    } else {
      types[index].fromUtf8(shown, 0, shown.length, out);
    }
  }

  /** Appends the sort key of a value that is not NULL: equal for values that are one key. */
  public void putKey(int index, Datum value, Bytes out) {
    types[index].putKey(value, out);
  }

  /**
   * Returns the text of a value, null for NULL. Byte strings are {@code 0x} and hex digits, BIT its
   * number, TIMESTAMPs in the settings' zone.
   */
  public String text(int index, Datum value) {
    if (value.isNull()) {
      return null;
    }
    types[index].putValue(value, form.clear());
    return types[index].text(form.array(), 0, form.length());
  }
}
