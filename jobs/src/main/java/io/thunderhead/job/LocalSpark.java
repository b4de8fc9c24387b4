package io.thunderhead.job;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * The Spark session of a command: that of the program which called it, what spark-submit set up, or
 * all cores of this machine.
 *
 * @param ours whether the command began it and ends it
 */
record LocalSpark(SparkSession spark, boolean ours) implements AutoCloseable {
  static LocalSpark session(String name) {
    Option<SparkSession> there = SparkSession.getDefaultSession();
    return there.isDefined() && !there.get().sparkContext().isStopped()
        ? new LocalSpark(there.get(), false)
        : new LocalSpark(begun(name), true);
  }

  private static SparkSession begun(String name) {
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

  @Override
  public void close() {
    if (ours) {
      spark.close();
    }
  }
}
