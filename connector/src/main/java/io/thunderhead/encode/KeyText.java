package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.PartitionInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.KeyReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells what the keys and records of a table stand for, as far as they tell it themselves: a string
 * with a collation of its own is in a key as its sort key, which is shown in hex.
 */
public final class KeyText {
  private static final int LONGEST = 200;

  private final TableInfo table;
  private final ConversionRules rules;
  private final RowDecoder rows;

  /**
   * @param zone where TIMESTAMPs are shown
   * @throws io.thunderhead.error.LoadException UNSUPPORTED when a type is not known
   */
  public KeyText(TableInfo table, ZoneId zone) {
    this.table = table;
    this.rules = new ConversionRules(Set.of(), zone, false);
    this.rows = new RowDecoder(table, zone);
  }

  /** Returns where a raw key lies: records or an index by name, with the partition's name. */
  public static String place(TableInfo table, byte[] key) {
    long id = TableCodec.indexId(key);
    IndexInfo index = index(table, id);
    String what = id < 0 ? "records" : "index " + (index == null ? "id " + id : index.name());
    long physical = TableCodec.tableId(key);
    if (table.partition() != null) {
      for (PartitionInfo.Definition each : table.partition().definitions()) {
        if (each.id() == physical) {
          return what + " of partition " + each.name();
        }
      }
    }
    return what;
  }

  private static IndexInfo index(TableInfo table, long id) {
    return table.indexes().stream().filter(each -> each.id() == id).findFirst().orElse(null);
  }

  /** Returns the values in a raw key; empty when they cannot be read. */
  public String key(byte[] key) {
    try {
      return shortened(TableCodec.isRecordKey(key) ? ofRecord(key) : ofIndex(key));
    } catch (RuntimeException e) {
      // Damaged keys are shown in hex alone.
      return "";
    }
  }

  private String ofRecord(byte[] key) {
    if (table.isCommonHandle()) {
      List<String> values = new ArrayList<>();
      read(key, TableCodec.RECORD_PREFIX_LENGTH, table.primaryIndex(), values);
      return String.join(", ", values);
    }
    long handle = TableCodec.intHandle(key);
    ColumnInfo column = table.handleColumn();
    if (column == null) {
      return ColumnInfo.ROW_ID + " = " + handle;
    }
    boolean unsigned = column.type().unsigned();
    return column.name()
        + " = "
        + (unsigned ? Long.toUnsignedString(handle) : Long.toString(handle));
  }

  private String ofIndex(byte[] key) {
    IndexInfo index = index(table, TableCodec.indexId(key));
    if (index == null) {
      return "";
    }
    List<String> values = new ArrayList<>();
    int at = read(key, TableCodec.INDEX_PREFIX_LENGTH, index, values);
    if (at < key.length) {
      boolean integer = key[at] == KeyFlag.INT && key.length == at + 1 + Long.BYTES;
      values.add(
          "handle "
              + (integer
                  ? String.valueOf(MemComparable.decodeInt(key, at + 1))
                  : HexFormat.of().formatHex(key, at, key.length)));
    }
    return String.join(", ", values);
  }

  /** Reads the columns of an index from a key and returns where they end. */
  private int read(byte[] key, int offset, IndexInfo index, List<String> values) {
    int at = offset;
    for (IndexColumn part : index.columns()) {
      ColumnInfo column = table.columns().get(part.offset());
      if (key[at] == KeyFlag.NIL) {
        values.add(column.name() + " = NULL");
        at++;
        continue;
      }
      Bytes value = new Bytes(32);
      int end = KeyReader.read(key, at, value);
      values.add(column.name() + " = " + text(column, key[at], value));
      at = end;
    }
    return at;
  }

  private String text(ColumnInfo column, byte flag, Bytes value) {
    String collate = column.type().collate().toLowerCase(Locale.ROOT);
    if (flag == KeyFlag.BYTES && !collate.endsWith("_bin") && !collate.equals("binary")) {
      return "sort key " + HexFormat.of().formatHex(value.array(), 0, value.length());
    }
    return ColumnTypes.of(column, rules).text(value.array(), 0, value.length());
  }

  /**
   * Returns the columns of a record.
   *
   * @return {@code name = value} for each, empty when it is no record that can be read
   */
  public List<String> row(byte[] key, byte[] value) {
    if (!TableCodec.isRecordKey(key)) {
      return List.of();
    }
    try {
      List<String> texts = rows.decode(key, value);
      List<String> row = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        row.add(rows.columns().get(i).name() + " = " + shortened(texts.get(i)));
      }
      return row;
    } catch (RuntimeException e) {
      // A damaged value is shown in hex.
      return List.of();
    }
  }

  private static String shortened(String text) {
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
