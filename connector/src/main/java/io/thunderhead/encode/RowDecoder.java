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

  private final VirtualColumns virtual;

  private record Column(ColumnInfo info, ColumnType type, boolean handle, Datum absent) {
    boolean isVirtual() {
      return info.generated() && !info.generatedStored();
    }
  }

  /**
   * Resolves the columns of a table that are public and visible.
   *
   * @param zone where TIMESTAMPs are shown
   * @throws LoadException UNSUPPORTED when a type or the kind of handle is not known
   */
  public RowDecoder(TableInfo table, ZoneId zone) {
    this.table = table;
    this.virtual = new VirtualColumns(table, zone);
    ConversionRules rules = new ConversionRules(Set.of(), zone, false);
    DefaultValues defaults = new DefaultValues(zone, false, Instant.EPOCH);
    for (ColumnInfo column : table.columns()) {
      if (column.state() == SchemaState.PUBLIC && !column.hidden()) {
        ColumnType type = ColumnTypes.of(column, rules);
        Datum absent = defaults.ofOldRow(column, type);
        columns.add(new Column(column, type, table.isHandle(column), absent));
      }
    }
  }

  /**
   * Returns the text of each of {@link #columns}, null for NULL. Byte strings are {@code 0x} and
   * hex digits, BIT its number. A column that the record lacks has what ADD COLUMN gave old rows.
   * Virtual columns are computed; those that cannot be are null.
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
    if (!virtual.isEmpty()) {
      fillVirtual(handle, row, recordKey, value, texts);
    }
    return texts;
  }

  /** Returns the columns that are shown: public and visible. */
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

  /** Computes the virtual columns from all others. */
  private void fillVirtual(
      long handle, RowReader row, byte[] recordKey, byte[] value, List<String> texts) {
    virtual.clear();
    for (Column column : columns) {
      ColumnInfo info = column.info();
      int position = row.find(info.id());
      if (column.handle()) {
        virtual.putHandle(info, handle);
      } else if (position >= 0) {
        virtual.put(info, value, row.from(position), row.to(position));
      } else if (!row.isNull(info.id()) && !column.isVirtual()) {
        virtual.put(info, column.absent(), column.type());
      }
    }
    int at = TableCodec.RECORD_PREFIX_LENGTH;
    for (IndexColumn part :
        table.isCommonHandle() ? table.primaryIndex().columns() : List.<IndexColumn>of()) {
      Bytes partValue = new Bytes(32);
      at = KeyReader.read(recordKey, at, partValue);
      ColumnInfo info = table.columns().get(part.offset());
      if (row.find(info.id()) < 0) {
        virtual.put(info, partValue.array(), 0, partValue.length());
      }
    }
    virtual.compute();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.isVirtual()) {
        texts.set(i, text(column.type(), virtual.value(column.info())));
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
    boolean none = row.isNull(column.info().id()) || column.isVirtual();
    return none ? null : text(column.type(), column.absent());
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
