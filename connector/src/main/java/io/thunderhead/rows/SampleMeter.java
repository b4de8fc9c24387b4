package io.thunderhead.rows;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/** Brings what each part of a sample of files has read; a part that is read twice counts once. */
public final class SampleMeter
    extends AccumulatorV2<SampleMeter.Read, Map<Integer, SampleMeter.Read>> {
  private static final long serialVersionUID = 1L;

  /**
   * What one part has read.
   *
   * @param textRows rows of text files
   * @param textBytes stored bytes that these take
   * @param groupRows rows of the Parquet files of the part's partition, by their footers
   */
  record Read(int part, long textRows, long textBytes, long groupRows) implements Serializable {}

  private final Map<Integer, Read> parts = new HashMap<>();

  @Override
  public boolean isZero() {
    return parts.isEmpty();
  }

  @Override
  public AccumulatorV2<Read, Map<Integer, Read>> copy() {
    SampleMeter copy = new SampleMeter();
    copy.parts.putAll(parts);
    return copy;
  }

  @Override
  public void reset() {
    parts.clear();
  }

  @Override
  public void add(Read read) {
    parts.put(read.part(), read);
  }

  @Override
  public void merge(AccumulatorV2<Read, Map<Integer, Read>> other) {
    parts.putAll(other.value());
  }

  @Override
  public Map<Integer, Read> value() {
    return parts;
  }
}
