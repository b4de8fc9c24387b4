package io.thunderhead.task;

import io.thunderhead.ingest.RegionResult;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts what the tasks of a load do, for people to see: in named accumulators, which Spark's pages
 * and event log show, in Spark's metrics system, and as spans of time for the driver. A task that
 * runs twice may count twice; no sum of a load rests on it.
 */
public final class WorkMeter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator rows;
  private final LongAccumulator kvs;
  private final LongAccumulator bytes;
  private final LongAccumulator regions;
  private final LongAccumulator retries;
  private final LongAccumulator waitMillis;
  private final WorkSpans spans;

  /**
   * @param noted takes what a task did as soon as it ends; must be quick
   */
  public WorkMeter(SparkContext spark, Consumer<WorkSpans.Span> noted) {
    rows = spark.longAccumulator("thunderhead rows read");
    kvs = spark.longAccumulator("thunderhead key-value pairs ingested");
    bytes = spark.longAccumulator("thunderhead bytes ingested");
    regions = spark.longAccumulator("thunderhead regions ingested");
    retries = spark.longAccumulator("thunderhead retries");
    waitMillis = spark.longAccumulator("thunderhead ms waited for retries");
    spans = new WorkSpans(noted);
    spark.register(spans);
  }

  /** Counts from the start of a task to its end. */
  final class Task {
    private final long start = System.nanoTime();
    private long read;
    private long ingested;

    void read(long count) {
      read += count;
      rows.add(count);
      LoadMetrics.here().rows(count);
    }

    void retried(long count) {
      retries.add(count);
      LoadMetrics.here().retries(count);
    }

    void took(RegionResult result) {
      long of = Math.max(0, result.sum().bytes());
      ingested += of;
      kvs.add(Math.max(0, result.sum().kvs()));
      bytes.add(of);
      regions.add(1);
      retries.add(result.retries());
      waitMillis.add(result.waitMillis());
      LoadMetrics.here().took(of, result.retries(), result.waitMillis());
    }

    void end() {
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      spans.add(new WorkSpans.Span(took, read, ingested));
    }
  }

  Task begin() {
    return new Task();
  }

  /** Returns bytes of KVs in the cluster so far. */
  public long bytesIngested() {
    return bytes.sum();
  }

  /** Counts what an earlier run of the job brought into the cluster. */
  public void addEarlier(long bytesIngested) {
    bytes.add(bytesIngested);
  }

  /**
   * A figure of a load.
   *
   * @param type how Spark's SQL tab shows it: sum, size or timing
   */
  public record Figure(String name, String type, LongAccumulator of) {}

  /** Returns what is counted, in order. */
  public List<Figure> figures() {
    return List.of(
        new Figure("rows read", "sum", rows),
        new Figure("key-value pairs ingested", "sum", kvs),
        new Figure("bytes ingested", "size", bytes),
        new Figure("regions ingested", "sum", regions),
        new Figure("retries", "sum", retries),
        new Figure("time waited for retries", "timing", waitMillis));
  }
}
