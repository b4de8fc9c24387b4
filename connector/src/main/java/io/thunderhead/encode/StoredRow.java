package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowReader;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.KeyReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A record of a table as input of the same table: values as they are stored, with no text between.
 * Not thread-safe.
 */
final class StoredRow implements InputRow {
  private final TableInfo table;
  private final InputColumns columns;
  private final List<Slot> slots = new ArrayList<>();

  /** One column and where its value of the current row is; null data for NULL. */
  private static final class Slot {
    private final ColumnInfo column;
    private final boolean handle;
    private final byte[] absent;
    private byte[] data;
    private int from;
    private int to;
    private long number;

    Slot(ColumnInfo column, boolean handle, byte[] absent) {
      this.column = column;
      this.handle = handle;
      this.absent = absent;
    }

    void set(byte[] source, int start, int end) {
      data = source;
      from = start;
      to = end;
    }
  }

  /** Resolves the columns that records have and inputs bring. */
  StoredRow(TableInfo table, EncodeSettings settings) {
    this(table, settings, table.columns().stream().filter(each -> !each.generated()).toList());
  }

  /** Resolves some of the columns that records or their keys have, in the order given. */
  StoredRow(TableInfo table, EncodeSettings settings, List<ColumnInfo> wanted) {
    this.table = table;
    ConversionRules rules =
        new ConversionRules(settings.sqlMode(), settings.zone(), settings.newCollation());
    DefaultValues defaults =
        new DefaultValues(settings.zone(), settings.newCollation(), settings.statementTime());
    for (ColumnInfo column : wanted) {
      ColumnType type = ColumnTypes.of(column, rules);
      byte[] absent = stored(type, defaults.ofOldRow(column, type));
      slots.add(new Slot(column, table.isHandle(column), absent));
    }
    if (table.hasRowId()) {
      slots.add(new Slot(ColumnInfo.rowId(), true, null));
    }
    this.columns = InputColumns.of(slots.stream().map(slot -> slot.column.name()).toList());
  }

  private static byte[] stored(ColumnType type, Datum value) {
    if (value.isNull()) {
      return null;
    }
    Bytes bytes = new Bytes(32);
    type.putValue(value, bytes);
    return bytes.toByteArray();
  }

  /**
   * Takes a record.
   *
   * @throws IllegalArgumentException when these are no record of the table
   */
  void set(byte[] recordKey, byte[] value) {
    RowReader row = new RowReader(value);
    for (Slot slot : slots) {
      int position = slot.handle ? -1 : row.find(slot.column.id());
      if (slot.handle) {
        slot.number = TableCodec.intHandle(recordKey);
      } else if (position >= 0) {
        slot.set(value, row.from(position), row.to(position));
      } else if (slot.absent == null || row.isNull(slot.column.id())) {
        slot.set(null, 0, 0);
      } else {
        slot.set(slot.absent, 0, slot.absent.length);
      }
    }
    if (table.isCommonHandle()) {
      setFromKey(recordKey, row);
    }
  }

  /** The record lacks columns of the clustered key that the key itself restores. */
  private void setFromKey(byte[] recordKey, RowReader row) {
    int at = TableCodec.RECORD_PREFIX_LENGTH;
    for (IndexColumn part : table.primaryIndex().columns()) {
      Bytes value = new Bytes(32);
      at = KeyReader.read(recordKey, at, value);
      for (Slot slot : slots) {
        if (slot.column.offset() == part.offset() && row.find(slot.column.id()) < 0) {
          slot.set(value.array(), 0, value.length());
        }
      }
    }
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public int length() {
    return slots.size();
  }

  @Override
  public boolean isNull(int index) {
    Slot slot = slots.get(index);
    return !slot.handle && slot.data == null;
  }

  @Override
  public void read(int index, ColumnType type, Datum out) {
    Slot slot = slots.get(index);
    if (slot.handle) {
      out.setNumber(slot.number);
    } else {
      VirtualColumns.read(slot.column, slot.data, slot.from, slot.to, out);
    }
  }

  @Override
  public String text(int index) {
    return "a stored value";
  }
}
