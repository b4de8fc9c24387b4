package io.thunderhead.locate;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.PartitionInfo;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** LIST COLUMNS: the partition that lists the row's tuple, else the default one (7.6). */
final class ListColumnsLocator extends PartitionLocator {
  private final ColumnValue[] columns;
  private final byte[][] tuples;
  private final int[] partitions;
  private final int ofOthers;
  private final Bytes tuple = new Bytes(64);

  ListColumnsLocator(PartitionInfo partition, List<ColumnValue> columns) {
    super(partition);
    this.columns = columns.toArray(ColumnValue[]::new);
    TreeMap<byte[], Integer> listed = new TreeMap<>(Arrays::compareUnsigned);
    int others = -1;
    for (int i = 0; i < partition.definitions().size(); i++) {
      for (List<String> literals : partition.definitions().get(i).inValues()) {
        if (literals.get(0).equalsIgnoreCase(ListLocator.DEFAULT)) {
          others = i;
        } else {
          listed.putIfAbsent(ColumnTuples.of(this.columns, literals), i);
        }
      }
    }
    this.ofOthers = others;
    this.tuples = listed.keySet().toArray(byte[][]::new);
    this.partitions = listed.values().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  int index() {
    ColumnTuples.put(columns, tuple.clear());
    int low = 0;
    int high = tuples.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] each = tuples[middle];
      int order = Arrays.compareUnsigned(each, 0, each.length, tuple.array(), 0, tuple.length());
      if (order == 0) {
        return partitions[middle];
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ofOthers;
  }

  @Override
  String shown() {
    return ColumnTuples.shown(columns);
  }
}
