package io.thunderhead.locate;

import io.thunderhead.schema.PartitionInfo;
import java.math.BigInteger;
import java.util.Arrays;

/** RANGE: the first partition whose bound is above the integer; NULL is lowest (7.1). */
final class RangeLocator extends PartitionLocator {
  private final RowInteger expression;

  /** Bounds as signed integers in order, top bits flipped where they are unsigned. */
  private final long[] bounds;

  private final long flip;
  private final int last;

  RangeLocator(PartitionInfo partition, RowInteger expression) {
    super(partition);
    this.expression = expression;
    this.flip = expression.unsigned() ? Long.MIN_VALUE : 0;
    this.bounds =
        partition.definitions().stream()
            .map(each -> each.lessThan().get(0))
            .filter(bound -> !isMaxValue(bound))
            .mapToLong(bound -> new BigInteger(bound).longValue() ^ flip)
            .toArray();
    this.last = partition.definitions().size() - 1;
  }

  @Override
  int index() {
    if (!expression.load()) {
      return 0;
    }
    int found = Arrays.binarySearch(bounds, expression.integer() ^ flip);
    int index = found >= 0 ? found + 1 : -found - 1;
    return index <= last ? index : -1;
  }

  @Override
  String shown() {
    return integerText(expression);
  }

  static String integerText(RowInteger expression) {
    if (!expression.load()) {
      return "NULL";
    }
    long value = expression.integer();
    return expression.unsigned() ? Long.toUnsignedString(value) : Long.toString(value);
  }
}
