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
import io.thunderhead.type.RowIntegers;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the values of chosen columns in stored records, wherever each lies: in the record, in its
 * key, in the column's default for rows that are older, or in an expression. Not thread-safe.
 */
public final class RowFields {
  private final TableInfo table;
  private final List<Field> shown = new ArrayList<>();

  /** All fields that are read; more than are shown when a virtual column is computed. */
  private final List<Field> read = new ArrayList<>();

  private final VirtualColumns virtual;
  private final Bytes keyPart = new Bytes(32);

  /** One column's value in the row at hand, in the form that rows have. */
  private static final class Field {
    private final ColumnInfo info;
    private final ColumnType type;
    private final boolean handle;
    private final Datum absent;
    private final Bytes own = new Bytes(16);
    private byte[] data;
    private int from;
    private int to;

    Field(ColumnInfo info, ColumnType type, boolean handle, Datum absent) {
      this.info = info;
      this.type = type;
      this.handle = handle;
      this.absent = absent;
    }

    boolean isVirtual() {
      return info.generated() && !info.generatedStored();
    }

    void set(byte[] bytes, int start, int end) {
      data = bytes;
      from = start;
      to = end;
    }

    void set(Datum value) {
      if (value.isNull()) {
        data = null;
      } else {
        type.putValue(value, own.clear());
        setOwn();
      }
    }

    void setOwn() {
      set(own.array(), 0, own.length());
    }
  }

  /**
   * Resolves columns.
   *
   * @param columns of the table, public ones
   * @param zone where TIMESTAMPs are shown
   * @throws LoadException UNSUPPORTED when a type or the kind of handle is not known
   */
  public RowFields(TableInfo table, List<ColumnInfo> columns, ZoneId zone) {
    this.table = table;
    boolean computes = columns.stream().anyMatch(c -> c.generated() && !c.generatedStored());
    this.virtual = computes ? new VirtualColumns(table, zone) : null;
    ConversionRules rules = new ConversionRules(Set.of(), zone, false);
    DefaultValues defaults = new DefaultValues(zone, false, Instant.EPOCH);
    for (ColumnInfo column : columns) {
      shown.add(field(column, rules, defaults));
    }
    read.addAll(shown);
    if (computes) {
      visible(table).stream()
          .filter(column -> !columns.contains(column))
          .forEach(column -> read.add(field(column, rules, defaults)));
    }
  }

  private Field field(ColumnInfo column, ConversionRules rules, DefaultValues defaults) {
    ColumnType type = ColumnTypes.of(column, rules);
    return new Field(column, type, table.isHandle(column), defaults.ofOldRow(column, type));
  }

  /** Returns the columns of a table that users see: public and not hidden. */
  public static List<ColumnInfo> visible(TableInfo table) {
    return table.columns().stream()
        .filter(column -> column.state() == SchemaState.PUBLIC && !column.hidden())
        .toList();
  }

  /**
   * Takes the next record.
   *
   * @throws IllegalArgumentException when key or value are not those of a record of the table
   */
  public void read(byte[] recordKey, byte[] value) {
    long handle = table.isCommonHandle() ? 0 : TableCodec.intHandle(recordKey);
    RowReader row = new RowReader(value);
    for (Field field : read) {
      find(field, handle, row, value);
    }
    if (table.isCommonHandle()) {
      findInKey(recordKey, row);
    }
    if (virtual != null) {
      compute(handle);
    }
  }

  /** Tells whether the value of a column, by its place among those asked for, is NULL. */
  public boolean isNull(int index) {
    return shown.get(index).data == null;
  }

  /** Returns the array that holds a value which is not NULL, in the form that rows have. */
  public byte[] data(int index) {
    return shown.get(index).data;
  }

  /** Returns where the value starts in its array. */
  public int from(int index) {
    return shown.get(index).from;
  }

  /** Returns where the value ends in its array, exclusive. */
  public int to(int index) {
    return shown.get(index).to;
  }

  /** Returns the value as text, null for NULL; byte strings as {@code 0x} and hex digits. */
  public String text(int index) {
    Field field = shown.get(index);
    return field.data == null ? null : field.type.text(field.data, field.from, field.to);
  }

  private static void find(Field field, long handle, RowReader row, byte[] value) {
    long id = field.info.id();
    int position = field.handle ? -1 : row.find(id);
    if (field.handle) {
      if (field.info.type().unsigned()) {
        RowIntegers.putUnsigned(field.own.clear(), handle);
      } else {
        RowIntegers.putSigned(field.own.clear(), handle);
      }
      field.setOwn();
    } else if (position >= 0) {
      field.set(value, row.from(position), row.to(position));
    } else if (row.isNull(id) || field.isVirtual()) {
      field.data = null;
    } else {
      field.set(field.absent);
    }
  }

  /** Takes the columns of the clustered key that the record itself does not have. */
  private void findInKey(byte[] recordKey, RowReader row) {
    if (!TableCodec.isRecordKey(recordKey)) {
      throw new IllegalArgumentException("the key is not that of a record");
    }
    int at = TableCodec.RECORD_PREFIX_LENGTH;
    for (IndexColumn part : table.primaryIndex().columns()) {
      at = KeyReader.read(recordKey, at, keyPart.clear());
      for (Field field : read) {
        if (field.info.offset() == part.offset() && row.find(field.info.id()) < 0) {
          field.own.clear().put(keyPart.array(), 0, keyPart.length());
          field.setOwn();
        }
      }
    }
  }

  /** Computes the virtual columns from all others. */
  private void compute(long handle) {
    virtual.clear();
    for (Field field : read) {
      if (field.handle) {
        virtual.putHandle(field.info, handle);
      } else if (field.data != null) {
        virtual.put(field.info, field.data, field.from, field.to);
      }
    }
    virtual.compute();
    for (Field field : read) {
      if (field.isVirtual()) {
        field.set(virtual.value(field.info));
      }
    }
  }
}
