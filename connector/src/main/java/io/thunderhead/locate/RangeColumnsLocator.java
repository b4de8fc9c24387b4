package io.thunderhead.locate;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.PartitionInfo;
import java.util.Arrays;
import java.util.List;

/** RANGE COLUMNS: the first partition whose bound is above the row's tuple (kv-encoding 7.2). */
final class RangeColumnsLocator extends PartitionLocator {
  private final ColumnValue[] columns;
  private final byte[][] bounds;
  private final Bytes tuple = new Bytes(64);

  RangeColumnsLocator(PartitionInfo partition, List<ColumnValue> columns) {
    super(partition);
    this.columns = columns.toArray(ColumnValue[]::new);
    this.bounds =
        partition.definitions().stream()
            .map(each -> ColumnTuples.of(this.columns, each.lessThan()))
            .toArray(byte[][]::new);
  }

  @Override
  int index() {
    ColumnTuples.put(columns, tuple.clear());
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] bound = bounds[middle];
      if (Arrays.compareUnsigned(bound, 0, bound.length, tuple.array(), 0, tuple.length()) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < bounds.length ? low : -1;
  }

  @Override
  String shown() {
    return ColumnTuples.shown(columns);
  }
}
