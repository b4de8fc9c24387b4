package io.thunderhead.bench;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark alone, in a process of its own: reads lineitem, and sorts it along ranges if told so. */
final class SparkBaseline {
  private SparkBaseline() {}

  /** Runs with the file, whether it has a header, and whether to sort. */
  public static void main(String[] args) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Dataset<Row> rows =
          spark.read().schema(Lineitem.SPARK_SCHEMA).option("header", args[1]).csv(args[0]);
      if (Boolean.parseBoolean(args[2])) {
        rows =
            rows.repartitionByRange(rows.col("l_orderkey"), rows.col("l_linenumber"))
                .sortWithinPartitions("l_orderkey", "l_linenumber");
      }
      rows.write().format("noop").mode("overwrite").save();
    }
  }
}
