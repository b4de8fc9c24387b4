package io.thunderhead.locate;

import io.thunderhead.schema.PartitionInfo;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** LIST: the partition that lists the integer or NULL, else the default one (kv-encoding 7.5). */
final class ListLocator extends PartitionLocator {
  static final String DEFAULT = "DEFAULT";

  private final RowInteger expression;
  private final long[] values;
  private final int[] partitions;
  private int ofNull = -1;
  private int ofOthers = -1;

  ListLocator(PartitionInfo partition, RowInteger expression) {
    super(partition);
    this.expression = expression;
    TreeMap<Long, Integer> listed = new TreeMap<>();
    for (int i = 0; i < partition.definitions().size(); i++) {
      for (List<String> tuple : partition.definitions().get(i).inValues()) {
        add(tuple.get(0), i, listed);
      }
    }
    this.values = listed.keySet().stream().mapToLong(Long::longValue).toArray();
    this.partitions = listed.values().stream().mapToInt(Integer::intValue).toArray();
    ofNull = ofNull < 0 ? ofOthers : ofNull;
  }

  private void add(String value, int index, Map<Long, Integer> listed) {
    if (value.equalsIgnoreCase(DEFAULT)) {
      ofOthers = index;
    } else if (value.equalsIgnoreCase(SqlLiteral.NULL)) {
      ofNull = index;
    } else {
      listed.put(new BigInteger(value).longValue(), index);
    }
  }

  @Override
  int index() {
    if (!expression.load()) {
      return ofNull;
    }
    int found = Arrays.binarySearch(values, expression.integer());
    return found >= 0 ? partitions[found] : ofOthers;
  }

  @Override
  String shown() {
    return RangeLocator.integerText(expression);
  }
}
