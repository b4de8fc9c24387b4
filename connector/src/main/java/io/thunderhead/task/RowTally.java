package io.thunderhead.task;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.spark.util.AccumulatorV2;

/** Brings how many rows were read to the driver; a partition that runs twice counts once. */
public final class RowTally
    extends AccumulatorV2<RowTally.OfPartition, Map<Integer, RowTally.OfPartition>> {
  private static final long serialVersionUID = 1L;

  /**
   * The rows of one input partition.
   *
   * @param rows bad ones included
   * @param surplus rows with more values than there are columns
   */
  record OfPartition(int partition, long rows, long surplus) implements Serializable {}

  private final Map<Integer, OfPartition> partitions = new HashMap<>();

  @Override
  public boolean isZero() {
    return partitions.isEmpty();
  }

  @Override
  public AccumulatorV2<OfPartition, Map<Integer, OfPartition>> copy() {
    RowTally copy = new RowTally();
    copy.partitions.putAll(partitions);
    return copy;
  }

  @Override
  public void reset() {
    partitions.clear();
  }

  @Override
  public void add(OfPartition partition) {
    partitions.put(partition.partition(), partition);
  }

  @Override
  public void merge(AccumulatorV2<OfPartition, Map<Integer, OfPartition>> other) {
    partitions.putAll(other.value());
  }

  @Override
  public Map<Integer, OfPartition> value() {
    return partitions;
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
    return partitions.values().stream().mapToLong(of).sum();
  }
}
