package io.thunderhead.aside;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/**
 * Brings the bad rows of every partition to the driver; a partition that runs twice counts once.
 */
public final class BadRowTally
    extends AccumulatorV2<BadRowTally.OfPartition, Map<Integer, BadRowTally.OfPartition>> {
  private static final long serialVersionUID = 1L;

  /**
   * The bad rows of one partition.
   *
   * @param file name of the attempt's file, null when there are none
   */
  public record OfPartition(int partition, BadRowCounts counts, String file)
      implements Serializable {}

  private final Map<Integer, OfPartition> partitions = new HashMap<>();

  @Override
  public boolean isZero() {
    return partitions.isEmpty();
  }

  @Override
  public AccumulatorV2<OfPartition, Map<Integer, OfPartition>> copy() {
    BadRowTally copy = new BadRowTally();
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

  /** Returns the bad rows of all partitions. */
  public BadRowCounts counts() {
    return partitions.values().stream()
        .map(OfPartition::counts)
        .reduce(BadRowCounts.NONE, BadRowCounts::plus);
  }
}
