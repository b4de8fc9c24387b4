package io.thunderhead.encode;

import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Turns a stored record back into the text of its columns; not thread-safe. */
public final class RowDecoder {
  private final TableInfo table;
  private final List<ColumnInfo> columns;
  private final RowFields fields;

  /**
   * Resolves the columns of a table that are public and visible.
   *
   * @param zone where TIMESTAMPs are shown
   * @throws LoadException UNSUPPORTED when a type or the kind of handle is not known
   */
  public RowDecoder(TableInfo table, ZoneId zone) {
    this.table = table;
    this.columns = RowFields.visible(table);
    this.fields = new RowFields(table, columns, zone);
  }

  /**
   * Returns the text of each of {@link #columns}, null for NULL. Byte strings are {@code 0x} and
   * hex digits, BIT its number. A column that the record lacks has what ADD COLUMN gave old rows.
   * Virtual columns are computed; those that cannot be are null.
   *
   * @throws IllegalArgumentException when key or value are not those of a record of the table
   */
  public List<String> decode(byte[] recordKey, byte[] value) {
    fields.read(recordKey, value);
    List<String> texts = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      texts.add(fields.text(i));
    }
    return texts;
  }

  /** Returns the columns that are shown: public and visible. */
  public List<ColumnInfo> columns() {
    return columns;
  }

  /** Returns the table whose records are read. */
  public TableInfo table() {
    return table;
  }
}
