package io.thunderhead.encode;

import io.thunderhead.schema.TableInfo;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Turns rows of one input schema into the key-value pairs of one table; not thread-safe. */
public final class RowEncoder {
  private final TableInfo table;

  /**
   * Resolves the input columns against the table.
   *
   * @throws io.thunderhead.error.LoadException SOURCE_SCHEMA_INVALID, naming unknown and missing
   *     columns
   */
  public RowEncoder(TableInfo table, StructType input, EncodeSettings settings) {
    this.table = table;
  }

  /**
   * Pours the record and then the index entries of one row.
   *
   * @param rowId the handle of a table with {@code _tidb_rowid}, unused otherwise
   * @throws io.thunderhead.error.LoadException BAD_ROW when a value cannot be stored
   */
  public void encode(Row row, long rowId, KvSink sink) {
    if (table != null) {
      throw new UnsupportedOperationException(row + " " + rowId + " " + sink);
    }
  }

  /** Returns how many index entries a row has at most. */
  public int indexKvsPerRow() {
    return (int) table.indexes().stream().filter(table::writesKvs).count();
  }
}
