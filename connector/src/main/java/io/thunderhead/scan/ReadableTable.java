package io.thunderhead.scan;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;

/** Tells tables whose rows lie in TiKV from what only looks like a table. */
final class ReadableTable {
  private ReadableTable() {}

  /**
   * Checks a table.
   *
   * @throws LoadException UNSUPPORTED for views, sequences, temporary and columnar tables
   */
  static void check(TableInfo table) {
    String what =
        table.view()
            ? "a view"
            : table.sequence()
                ? "a sequence"
                : table.temporary()
                    ? "a temporary table"
                    : table.columnar() ? "a columnar table" : null;
    if (what != null) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "%s is %s, whose rows are not in TiKV. Read it through TiDB, with Spark's jdbc source."
              .formatted(table.name(), what));
    }
  }
}
