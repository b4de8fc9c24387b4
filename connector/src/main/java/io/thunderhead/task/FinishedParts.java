package io.thunderhead.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.util.AccumulatorV2;

/**
 * Brings what a partition's task ingested to the driver as soon as the task ends. Spark hands over
 * the first success of each partition only.
 */
public final class FinishedParts
    extends AccumulatorV2<FinishedParts.Part, List<FinishedParts.Part>> {
  private static final long serialVersionUID = 1L;

  /** A partition of the plan whose KVs are all in the cluster. */
  public record Part(int partition, IngestedPartition ingested) implements Serializable {}

  private final List<Part> parts = new ArrayList<>();

  /** What the driver does with each; must be quick, it holds up Spark's scheduler. */
  private final transient Consumer<Part> noted;

  public FinishedParts(Consumer<Part> noted) {
    this.noted = noted;
  }

  @Override
  public boolean isZero() {
    return parts.isEmpty();
  }

  @Override
  public AccumulatorV2<Part, List<Part>> copy() {
    FinishedParts copy = new FinishedParts(null);
    copy.parts.addAll(parts);
    return copy;
  }

  @Override
  public void reset() {
    parts.clear();
  }

  @Override
  public void add(Part part) {
    parts.add(part);
  }

  /** On the driver, parts are handed on and not kept. */
  @Override
  public void merge(AccumulatorV2<Part, List<Part>> other) {
    if (noted == null) {
      parts.addAll(other.value());
    } else {
      other.value().forEach(noted);
    }
  }

  @Override
  public List<Part> value() {
    return parts;
  }
}
