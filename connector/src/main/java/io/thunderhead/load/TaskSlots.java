package io.thunderhead.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks of a stage Spark may run at once, at most. */
final class TaskSlots {
  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[\\s*(\\*|\\d+)\\s*(?:,.*)?\\])?");

  private TaskSlots() {}

  /**
   * Returns a bound that holds also when more executors come: the cores that Spark's settings allow
   * over those of a task, and never more than there are tasks. A standalone cluster without {@code
   * spark.cores.max} counts with what it gave so far, which is all that it has.
   */
  static int atOnce(JavaSparkContext spark, int tasks) {
    return atOnce(spark.getConf(), spark.master(), spark.defaultParallelism(), tasks);
  }

  /**
   * @param given cores that Spark has now, as far as it tells
   */
  static int atOnce(SparkConf conf, String master, int given, int tasks) {
    long cores = cores(conf, master, given);
    long slots = Math.max(1, cores / Math.max(1, conf.getInt("spark.task.cpus", 1)));
    return (int) Math.max(1, Math.min(tasks, slots));
  }

  private static long cores(SparkConf conf, String master, int given) {
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      return threads(local.group(1));
    }
    long most = conf.getLong("spark.cores.max", Long.MAX_VALUE);
    long each = conf.getLong("spark.executor.cores", master.startsWith("spark:") ? 0 : 1);
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      long executors = conf.getLong("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
      return Math.min(most, each == 0 ? Long.MAX_VALUE : executors * each);
    }
    boolean counted = conf.contains("spark.executor.instances") && each > 0;
    if (counted) {
      return Math.min(most, conf.getLong("spark.executor.instances", 0) * each);
    }
    boolean tellsCores = master.startsWith("spark:") && !conf.contains("spark.default.parallelism");
    return tellsCores ? Math.min(most, given) : most;
  }

  private static long threads(String written) {
    if (written == null) {
      return 1;
    }
    return written.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Long.parseLong(written);
  }
}
