package io.thunderhead.aside;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/** Brings something of every partition to the driver; a partition that runs twice counts once. */
public abstract class PartitionTally<T extends PartitionTally.Part>
    extends AccumulatorV2<T, Map<Integer, T>> {
  private static final long serialVersionUID = 1L;

  private final Map<Integer, T> partitions = new HashMap<>();

  /** What is told of one partition. */
  public interface Part {
    /** Returns the number of the partition, from 0. */
    int partition();
  }

  /** Returns one of the same kind without partitions. */
  protected abstract PartitionTally<T> empty();

  @Override
  public boolean isZero() {
    return partitions.isEmpty();
  }

  @Override
  public PartitionTally<T> copy() {
    PartitionTally<T> copy = empty();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    partitions.clear();
  }

  @Override
  public void add(T part) {
    partitions.put(part.partition(), part);
  }

  @Override
  public void merge(AccumulatorV2<T, Map<Integer, T>> other) {
    partitions.putAll(other.value());
  }

  @Override
  public Map<Integer, T> value() {
    return partitions;
  }
}
