package io.thunderhead.load;

import io.thunderhead.option.TableName;
import io.thunderhead.watch.LoadWatch;
import io.thunderhead.watch.PhaseSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times the steps of a load, named as IMPORT INTO names its own, tells when each starts, and
 * describes the Spark jobs of each.
 */
final class Phases {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Consumer<String> told;
  private final LoadWatch watch;
  private JobRun job = JobRun.NONE;
  private JavaSparkContext spark;
  private TableName table;

  Phases(Consumer<String> told, LoadWatch watch) {
    this.told = told;
    this.watch = watch;
  }

  LoadWatch watch() {
    return watch;
  }

  /** Tells a job's records from now on, too. */
  void follow(JobRun run) {
    job = run;
  }

  /** Describes Spark jobs from now on, too. */
  void describe(JavaSparkContext of, TableName target) {
    spark = of;
    table = target;
  }

  /** Returns how Spark jobs of a step are described. */
  static String description(JobRun job, TableName table, String step) {
    return job.id() == 0
        ? "thunderhead %s: %s".formatted(table, step)
        : "thunderhead job %d, %s: %s".formatted(job.id(), table, step);
  }

  /** Runs one step. */
  <T> T run(String name, Supplier<T> step) {
    told.accept(name);
    job.enter(name);
    watch.begin(name);
    long start = System.nanoTime();
    try {
      return described(name, step);
    } finally {
      job.leave();
      watch.end();
      add(name, (System.nanoTime() - start) / 1e9);
    }
  }

  private <T> T described(String name, Supplier<T> step) {
    if (spark == null) {
      return step.get();
    }
    try (JobGroup group = JobGroup.describe(spark, description(job, table, name))) {
      return step.get();
    }
  }

  /**
   * Notes a step that was measured elsewhere.
   *
   * @param startMillis since the load began
   * @param endMillis since the load began
   */
  void add(String name, long startMillis, long endMillis) {
    watch.add(new PhaseSpan(name, startMillis, endMillis));
    add(name, (endMillis - startMillis) / 1e3);
  }

  private void add(String name, double stepSeconds) {
    seconds.merge(name, stepSeconds, Double::sum);
  }

  Map<String, Double> seconds() {
    return seconds;
  }
}
