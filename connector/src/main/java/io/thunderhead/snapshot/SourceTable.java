package io.thunderhead.snapshot;

import io.thunderhead.option.TableName;
import java.util.List;

/**
 * A table of the source.
 *
 * @param columns that are not generated, in the table's order
 * @param key column that cuts the table, or null
 * @param create statement that makes the table
 * @param rows the server's estimate
 * @param bytes the server's estimate
 */
record SourceTable(
    TableName name, List<SourceColumn> columns, Key key, String create, long rows, long bytes) {
  SourceTable {
    columns = List.copyOf(columns);
  }

  /**
   * First column of a primary or unique key, which is never NULL.
   *
   * @param column name of it
   * @param kind how its values are ordered and written
   */
  record Key(String column, Kind kind) {
    /** How ranges of a key are found. */
    enum Kind {
      /** Between least and greatest value. */
      INTEGER,
      /** By values that are met on a walk along the index. */
      NUMBER,
      /** Likewise, with texts. */
      TEXT,
      /** Likewise, with bytes. */
      BYTES
    }
  }
}
