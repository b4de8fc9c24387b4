package io.thunderhead.rowid;

import io.thunderhead.encode.AutoIds;
import org.apache.spark.util.AccumulatorV2;

/**
 * Brings the largest generated and given ids from the tasks; a task that runs twice adds nothing.
 */
public final class LargestIds extends AccumulatorV2<AutoIds, AutoIds> {
  private static final long serialVersionUID = 1L;

  private AutoIds largest = AutoIds.NONE;

  @Override
  public boolean isZero() {
    return largest.equals(AutoIds.NONE);
  }

  @Override
  public AccumulatorV2<AutoIds, AutoIds> copy() {
    LargestIds copy = new LargestIds();
    copy.largest = largest;
    return copy;
  }

  @Override
  public void reset() {
    largest = AutoIds.NONE;
  }

  @Override
  public void add(AutoIds ids) {
    largest = largest.max(ids);
  }

  @Override
  public void merge(AccumulatorV2<AutoIds, AutoIds> other) {
    add(other.value());
  }

  @Override
  public AutoIds value() {
    return largest;
  }
}
