package io.thunderhead.job;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: what spark-submit set up, or all cores of this machine. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession session(String name) {
    SparkConf conf = new SparkConf();
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[*]")
          .set("spark.ui.enabled", "false")
          .set("spark.driver.host", "127.0.0.1")
          .set("spark.driver.bindAddress", "127.0.0.1");
    }
    if (!conf.contains("spark.app.name")) {
      conf.setAppName(name);
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
