package io.thunderhead.it;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A user's program: writes a DataFrame by {@code format("tidb")} and nothing else of ours. */
public final class DataFrameProbe {
  private DataFrameProbe() {}

  /** Takes PD's address and the table. */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Dataset<Row> rows =
          spark
              .range(0, 10_000)
              .withColumn("k", functions.expr("id * 3"))
              .withColumn("v", functions.expr("concat('row ', id)"));
      rows.write()
          .format("tidb")
          .option("pd", args[0])
          .option("table", args[1])
          .mode(SaveMode.Append)
          .save();
      System.out.println("probe ended on Spark " + spark.version());
    }
  }
}
