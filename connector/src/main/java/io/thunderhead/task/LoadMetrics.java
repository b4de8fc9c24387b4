package io.thunderhead.task;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import java.lang.ref.WeakReference;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * What loads did in this JVM, for Spark's metrics system: counters {@code thunderhead.rowsRead},
 * {@code bytesIngested}, {@code regionsIngested}, {@code retries}, {@code waitMs} on the driver and
 * on each executor, which go wherever the user's sinks take them.
 */
public final class LoadMetrics implements Source {
  private static WeakReference<SparkEnv> registeredWith = new WeakReference<>(null);
  private static LoadMetrics current = new LoadMetrics();

  private final MetricRegistry registry = new MetricRegistry();
  private final Counter rows = registry.counter("rowsRead");
  private final Counter bytes = registry.counter("bytesIngested");
  private final Counter regions = registry.counter("regionsIngested");
  private final Counter retries = registry.counter("retries");
  private final Counter waitMillis = registry.counter("waitMs");

  private LoadMetrics() {}

  /** Returns those of this JVM's Spark, which shows them from the first call on. */
  public static synchronized LoadMetrics here() {
    SparkEnv env = SparkEnv.get();
    if (env != null && env != registeredWith.get()) {
      current = new LoadMetrics();
      registeredWith = new WeakReference<>(env);
      env.metricsSystem().registerSource(current);
    }
    return current;
  }

  @Override
  public String sourceName() {
    return "thunderhead";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  void rows(long count) {
    rows.inc(count);
  }

  void retries(long count) {
    retries.inc(count);
  }

  void took(long ofBytes, long ofRetries, long ofWaitMillis) {
    bytes.inc(ofBytes);
    regions.inc();
    retries.inc(ofRetries);
    waitMillis.inc(ofWaitMillis);
  }
}
