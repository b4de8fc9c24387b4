package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowReader;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.SchemaState;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.KeyReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns a stored record back into the text of its columns; not thread-safe. */
public final class RowDecoder {
  private final TableInfo table;
  private final List<Column> columns = new ArrayList<>();

  private record Column(ColumnInfo info, ColumnType type, boolean handle, String absent) {}

  /**
   * Resolves the columns of a table that are public, visible and stored.
   *
   * @param zone where TIMESTAMPs are shown
   * @throws LoadException UNSUPPORTED when a type or the kind of handle is not known
   */
  public RowDecoder(TableInfo table, ZoneId zone) {
    this.table = table;
    ConversionRules rules = new ConversionRules(Set.of(), zone, false);
    DefaultValues defaults = new DefaultValues(zone, false, Instant.EPOCH);
    for (ColumnInfo column : table.columns()) {
      boolean virtual = column.generated() && !column.generatedStored();
      if (column.state() == SchemaState.PUBLIC && !column.hidden() && !virtual) {
        ColumnType type = ColumnTypes.of(column, rules);
        String absent = text(type, defaults.ofOldRow(column, type));
        columns.add(new Column(column, type, table.isHandle(column), absent));
      }
    }
  }

  /**
   * Returns the text of each of {@link #columns}, null for NULL. Byte strings are {@code 0x} and
   * hex digits, BIT its number. A column that the record lacks has what ADD COLUMN gave old rows.
   *
   * @throws IllegalArgumentException when key or value are not those of a record of the table
   */
  public List<String> decode(byte[] recordKey, byte[] value) {
    long handle = table.isCommonHandle() ? 0 : TableCodec.intHandle(recordKey);
    RowReader row = new RowReader(value);
    List<String> texts = new ArrayList<>(columns.size());
    for (Column column : columns) {
      texts.add(column.handle() ? handleText(column, handle) : text(column, row, value));
    }
    if (table.isCommonHandle()) {
      fillFromKey(recordKey, row, texts);
    }
    return texts;
  }

  /** Returns the columns that are shown: public, visible and not virtual. */
  public List<ColumnInfo> columns() {
    return columns.stream().map(Column::info).toList();
  }

  /** Returns the table whose records are read. */
  public TableInfo table() {
    return table;
  }

  /** Shows the columns of the clustered key that the record itself does not have. */
  private void fillFromKey(byte[] recordKey, RowReader row, List<String> texts) {
    if (!TableCodec.isRecordKey(recordKey)) {
      throw new IllegalArgumentException("the key is not that of a record");
    }
    int at = TableCodec.RECORD_PREFIX_LENGTH;
    for (IndexColumn part : table.primaryIndex().columns()) {
      Bytes value = new Bytes(32);
      at = KeyReader.read(recordKey, at, value);
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        if (column.info().offset() == part.offset() && row.find(column.info().id()) < 0) {
          texts.set(i, column.type().text(value.array(), 0, value.length()));
        }
      }
    }
  }

  private static String handleText(Column column, long handle) {
    return column.info().type().unsigned() ? Long.toUnsignedString(handle) : Long.toString(handle);
  }

  private static String text(Column column, RowReader row, byte[] value) {
    int position = row.find(column.info().id());
    if (position >= 0) {
      return column.type().text(value, row.from(position), row.to(position));
    }
    return row.isNull(column.info().id()) ? null : column.absent();
  }

  private static String text(ColumnType type, Datum datum) {
    if (datum.isNull()) {
      return null;
    }
    Bytes value = new Bytes(32);
    type.putValue(datum, value);
    return type.text(value.array(), 0, value.length());
  }
}
