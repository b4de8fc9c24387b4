package io.thunderhead.encode;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.Datum;
import java.util.List;

/** Reads values out of stored records, stored generated columns too. Not thread-safe. */
public final class RecordValues {
  private final StoredRow row;

  /**
   * Resolves columns.
   *
   * @param columns public ones of the table that are no virtual columns
   * @throws io.thunderhead.error.LoadException UNSUPPORTED when a type is not known
   */
  public RecordValues(TableInfo table, EncodeSettings settings, List<ColumnInfo> columns) {
    row = new StoredRow(table, settings, columns);
  }

  /**
   * Takes a record.
   *
   * @param recordKey raw
   * @throws IllegalArgumentException when these are no record of the table
   */
  public void load(byte[] recordKey, byte[] value) {
    row.set(recordKey, value);
  }

  /** Fills in the value of a column, by its place among those given. */
  public void read(int index, Datum out) {
    if (row.isNull(index)) {
      out.setNull();
    } else {
      row.read(index, null, out);
    }
  }
}
