package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowWriter;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Values of indexes of tables with a common handle of version 1 (kv-encoding 3.4).
 *
 * <pre>
 * 00 7d 01, [7f BE16 length, handle], [7e partition], [row of what sort keys lose]
 * </pre>
 *
 * <p>The row has the columns of the index and then those of the primary key whose sort keys lose
 * something, the latter cut no shorter than either index cuts them.
 */
final class ClusteredIndexValue extends IndexValueEncoder {
  private static final int VERSION_FLAG = 0x7d;
  private static final int VERSION = 1;

  private final boolean global;
  private final Part[] byId;
  private final RowWriter row = new RowWriter();

  private record Part(IndexColumnEncoder column, boolean ofHandle) {}

  ClusteredIndexValue(
      TableInfo table,
      IndexInfo index,
      IndexColumnEncoder[] columns,
      ColumnEncoder[] tableColumns) {
    this.global = index.global();
    List<Part> parts = new ArrayList<>();
    for (IndexColumnEncoder column : columns) {
      if (!column.inPrimaryKey() && column.needsRestoredData()) {
        parts.add(new Part(column, false));
      }
    }
    for (IndexColumn key : table.primaryIndex().columns()) {
      IndexColumnEncoder column =
          new IndexColumnEncoder(tableColumns[key.offset()], longest(key, index));
      if (column.needsRestoredData()) {
        parts.add(new Part(column, true));
      }
    }
    parts.sort(Comparator.comparingLong(part -> part.column().columnId()));
    this.byId = parts.toArray(Part[]::new);
  }

  @Override
  void put(boolean distinct, HandleEncoder handle, long physicalId, Bytes value) {
    value.put(0).put(VERSION_FLAG).put(VERSION);
    if (distinct) {
      handle.putValueSegment(value);
    }
    if (global) {
      putPartition(physicalId, value);
    }
    if (byId.length > 0) {
      putRow(value);
    }
  }

  private void putRow(Bytes value) {
    row.clear();
    for (Part part : byId) {
      if (part.ofHandle()) {
        part.column().loadsNull();
      }
      part.column().putLost(row, part.ofHandle());
    }
    row.writeTo(value);
  }

  private static int longest(IndexColumn key, IndexInfo index) {
    int length = key.length();
    for (IndexColumn column : index.columns()) {
      if (column.offset() == key.offset()) {
        boolean whole = length == IndexColumn.WHOLE || column.length() == IndexColumn.WHOLE;
        length = whole ? IndexColumn.WHOLE : Math.max(length, column.length());
      }
    }
    return length;
  }
}
