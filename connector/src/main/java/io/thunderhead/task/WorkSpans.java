package io.thunderhead.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.util.AccumulatorV2;

/**
 * Brings what a task did, and how long it took, to the driver when the task ends. Clocks of other
 * machines do not matter: the driver knows when it hears of it.
 */
public final class WorkSpans extends AccumulatorV2<WorkSpans.Span, List<WorkSpans.Span>> {
  private static final long serialVersionUID = 1L;

  /**
   * What one task did.
   *
   * @param rows that it read
   * @param bytes of KVs that it brought into the cluster
   */
  public record Span(long millis, long rows, long bytes) implements Serializable {}

  private final List<Span> spans = new ArrayList<>();

  /** What the driver does with each; must be quick, it holds up Spark's scheduler. */
  private final transient Consumer<Span> noted;

  WorkSpans(Consumer<Span> noted) {
    this.noted = noted;
  }

  @Override
  public boolean isZero() {
    return spans.isEmpty();
  }

  @Override
  public AccumulatorV2<Span, List<Span>> copy() {
    WorkSpans copy = new WorkSpans(null);
    copy.spans.addAll(spans);
    return copy;
  }

  @Override
  public void reset() {
    spans.clear();
  }

  @Override
  public void add(Span span) {
    spans.add(span);
  }

  /** On the driver, spans are handed on and not kept. */
  @Override
  public void merge(AccumulatorV2<Span, List<Span>> other) {
    if (noted == null) {
      spans.addAll(other.value());
    } else {
      other.value().forEach(noted);
    }
  }

  @Override
  public List<Span> value() {
    return spans;
  }
}
