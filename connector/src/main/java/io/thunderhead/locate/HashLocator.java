package io.thunderhead.locate;

import io.thunderhead.schema.PartitionInfo;

/** HASH: the remainder of the signed integer without its sign; NULL is 0 (kv-encoding 7.3). */
final class HashLocator extends PartitionLocator {
  private final RowInteger expression;
  private final long count;

  HashLocator(PartitionInfo partition, RowInteger expression) {
    super(partition);
    this.expression = expression;
    this.count = partition.definitions().size();
  }

  @Override
  int index() {
    return expression.load() ? (int) Math.abs(expression.integer() % count) : 0;
  }

  @Override
  String shown() {
    return Long.toString(expression.integer());
  }
}
