package io.thunderhead.testing;

import io.thunderhead.spark.TiDBExtensions;
import java.util.Map;
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

  /**
   * Makes another session the default, on the same Spark: one that knows TiDB's statements and has
   * a catalog {@code tidb}. {@link #restore} ends that.
   *
   * @param catalog options of the catalog
   */
  public static SparkSession extended(Map<String, String> catalog) {
    session();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    SparkSession.Builder builder = SparkSession.builder().withExtensions(new TiDBExtensions());
    String name = "spark.sql.catalog.tidb";
    builder.config(name, "io.thunderhead.spark.TiDBCatalog");
    catalog.forEach((key, value) -> builder.config(name + "." + key, value));
    return builder.getOrCreate();
  }

  /** Makes the session of all tests the default again. */
  public static void restore() {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    SparkSession.setDefaultSession(session());
  }
}
