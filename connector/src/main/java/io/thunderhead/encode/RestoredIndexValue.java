package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowWriter;
import java.util.Arrays;
import java.util.Comparator;

/**
 * All columns of the index as they are before collation, for integer handles (kv-encoding 3.3 b).
 *
 * <pre>
 * length of the tail, row of the columns, tail: the handle, or zeros up to ten bytes
 * </pre>
 */
final class RestoredIndexValue extends IndexValueEncoder {
  private static final int HANDLE_LENGTH = Long.BYTES;
  private static final int SHORTEST = 10;

  private final IndexColumnEncoder[] byId;
  private final RowWriter row = new RowWriter();

  RestoredIndexValue(IndexColumnEncoder[] columns) {
    byId = columns.clone();
    Arrays.sort(byId, Comparator.comparingLong(IndexColumnEncoder::columnId));
  }

  @Override
  void put(boolean distinct, HandleEncoder handle, Bytes value) {
    row.clear();
    for (IndexColumnEncoder column : byId) {
      column.putRestored(row);
    }
    int tailAt = value.length();
    value.put(HANDLE_LENGTH);
    row.writeTo(value);
    if (distinct) {
      handle.putIndexValue(value);
    } else {
      int padding = Math.max(0, SHORTEST - (value.length() - tailAt));
      value.fill(0, padding);
      value.array()[tailAt] = (byte) padding;
    }
  }
}
