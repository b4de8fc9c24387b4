package io.thunderhead.bench;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Measures how long Spark reads. */
final class SparkReading {
  private static final double NANOS = 1e9;

  private SparkReading() {}

  /** Returns the seconds of processor time in which tasks read all rows of a dataset. */
  static double seconds(SparkSession spark, Dataset<Row> rows) throws TimeoutException {
    AtomicLong nanos = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            nanos.addAndGet(end.taskMetrics().executorCpuTime());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    rows.write().format("noop").mode("overwrite").save();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    return nanos.get() / NANOS;
  }
}
