package io.thunderhead.parquet;

import io.thunderhead.source.SourceRow;
import org.apache.parquet.column.page.PageReadStore;

/** Puts the values of one column of the file into rows. */
interface ColumnField {
  /** Goes to the first row of a row group. */
  void enter(PageReadStore group);

  /** Puts the next row's value. */
  void put(SourceRow row);
}
