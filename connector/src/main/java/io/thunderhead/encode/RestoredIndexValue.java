package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowWriter;
import java.util.Arrays;
import java.util.Comparator;

/**
 * All columns of the index as they are before collation (kv-encoding 3.3 b).
 *
 * <pre>
 * length of the tail, [7f BE16 length, common handle], [7e partition], [row of the columns],
 * tail: the integer handle, or zeros up to ten bytes
 * </pre>
 */
final class RestoredIndexValue extends IndexValueEncoder {
  private static final int HANDLE_LENGTH = Long.BYTES;
  private static final int SHORTEST = 10;

  private final IndexColumnEncoder[] byId;
  private final boolean intHandle;
  private final boolean global;
  private final RowWriter row = new RowWriter();

  /** Takes all columns of the index, or none when nothing needs to be restored. */
  RestoredIndexValue(IndexColumnEncoder[] columns, boolean intHandle, boolean global) {
    this.byId = columns.clone();
    this.intHandle = intHandle;
    this.global = global;
    Arrays.sort(byId, Comparator.comparingLong(IndexColumnEncoder::columnId));
  }

  @Override
  void put(boolean distinct, HandleEncoder handle, long physicalId, Bytes value) {
    int tailAt = value.length();
    value.put(HANDLE_LENGTH);
    if (distinct) {
      handle.putValueSegment(value);
    }
    if (global) {
      putPartition(physicalId, value);
    }
    if (byId.length > 0) {
      putRow(value);
    }
    if (distinct && intHandle) {
      handle.putValueTail(value);
    } else {
      int padding = Math.max(0, SHORTEST - (value.length() - tailAt));
      value.fill(0, padding);
      value.array()[tailAt] = (byte) padding;
    }
  }

  private void putRow(Bytes value) {
    row.clear();
    for (IndexColumnEncoder column : byId) {
      column.putRestored(row);
    }
    row.writeTo(value);
  }
}
