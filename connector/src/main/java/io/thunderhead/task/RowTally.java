package io.thunderhead.task;

import io.thunderhead.aside.PartitionTally;
import java.io.Serializable;
import java.util.function.ToLongFunction;

/** Brings how many rows were read to the driver. */
public final class RowTally extends PartitionTally<RowTally.OfPartition> {
  private static final long serialVersionUID = 1L;

  /**
   * The rows of one input partition.
   *
   * @param rows bad ones included
   * @param surplus rows with more values than there are columns
   */
  record OfPartition(int partition, long rows, long surplus) implements Part, Serializable {}

  @Override
  protected RowTally empty() {
    return new RowTally();
  }

  /** Returns the rows of all partitions. */
  public long rows() {
    return sum(OfPartition::rows);
  }

  /** Returns the rows with surplus of all partitions. */
  public long surplus() {
    return sum(OfPartition::surplus);
  }

  private long sum(ToLongFunction<OfPartition> of) {
    return value().values().stream().mapToLong(of).sum();
  }
}
