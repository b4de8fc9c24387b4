package io.thunderhead.aside;

import java.io.Serializable;

/** Brings the bad rows of every partition to the driver. */
public final class BadRowTally extends PartitionTally<BadRowTally.OfPartition> {
  private static final long serialVersionUID = 1L;

  /**
   * The bad rows of one partition.
   *
   * @param file name of the attempt's file, null when there are none
   */
  public record OfPartition(int partition, BadRowCounts counts, String file)
      implements Part, Serializable {}

  @Override
  protected BadRowTally empty() {
    return new BadRowTally();
  }

  /** Returns the bad rows of all partitions. */
  public BadRowCounts counts() {
    return value().values().stream()
        .map(OfPartition::counts)
        .reduce(BadRowCounts.NONE, BadRowCounts::plus);
  }
}
