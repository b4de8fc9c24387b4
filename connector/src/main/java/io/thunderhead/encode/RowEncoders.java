package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.util.HashMap;
import java.util.Map;

/**
 * Encodes rows whose columns may change from one row to the next, as between two files with other
 * headers: one {@link RowEncoder} for each layout. Not thread-safe.
 */
public final class RowEncoders {
  private final TableInfo table;
  private final EncodeSettings settings;
  private final Map<InputColumns, RowEncoder> byLayout = new HashMap<>();
  private InputColumns lastColumns;
  private int lastLength;
  private RowEncoder last;

  /** Makes encoders for rows of a table. */
  public RowEncoders(TableInfo table, EncodeSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  /**
   * Pours the KVs of one row, as {@link RowEncoder#encode} does. Columns at the end that the row
   * has no values for count as columns that the input does not have.
   *
   * @throws LoadException BAD_ROW when the row cannot be stored; SOURCE_SCHEMA_INVALID when the
   *     columns do not fit the table
   */
  public void encode(InputRow row, long rowId, KvSink sink) {
    if (!row.columns().equals(lastColumns) || row.length() != lastLength) {
      choose(row);
    }
    last.encode(row, rowId, sink);
  }

  /** Returns the value that the row which was encoded last has in a column, by its offset. */
  Datum value(int offset) {
    return last.value(offset);
  }

  /** Returns the largest ids that rows took so far, to which the table's allocators must rise. */
  public AutoIds maxAutoIds() {
    AutoIds max = AutoIds.NONE;
    for (RowEncoder encoder : byLayout.values()) {
      max = max.max(encoder.maxAutoIds());
    }
    return max;
  }

  private void choose(InputRow row) {
    InputColumns columns = row.columns();
    int length = row.length();
    boolean whole = length >= columns.size();
    InputColumns layout = whole ? columns : columns.first(length);
    RowEncoder encoder = byLayout.get(layout);
    if (encoder == null) {
      encoder = whole ? new RowEncoder(table, layout, settings) : ofShortRow(columns, layout);
      byLayout.put(layout, encoder);
    }
    last = encoder;
    lastColumns = columns;
    lastLength = length;
  }

  /** A row that lacks values which have no default is a bad row; it tells nothing of the others. */
  private RowEncoder ofShortRow(InputColumns columns, InputColumns layout) {
    byLayout.computeIfAbsent(columns, all -> new RowEncoder(table, all, settings));
    try {
      return new RowEncoder(table, layout, settings);
    } catch (LoadException e) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "the row has %d of %d fields: %s"
              .formatted(layout.size(), columns.size(), e.getMessage()),
          e);
    }
  }
}
