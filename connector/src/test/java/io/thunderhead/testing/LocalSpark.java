package io.thunderhead.testing;

import org.apache.spark.sql.SparkSession;

/** One Spark session for all tests of a JVM; a task that fails is tried once more. */
public final class LocalSpark {
  private static SparkSession session;

  private LocalSpark() {}

  /** Returns the session, started on first use. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2,2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .getOrCreate();
    }
    return session;
  }
}
