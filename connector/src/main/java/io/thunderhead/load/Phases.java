package io.thunderhead.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Times the steps of a load, named as IMPORT INTO names its own, and tells when each starts. */
final class Phases {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Consumer<String> told;
  private JobRun job = JobRun.NONE;

  Phases(Consumer<String> told) {
    this.told = told;
  }

  /** Tells a job's records from now on, too. */
  void follow(JobRun run) {
    job = run;
  }

  /** Runs one step. */
  <T> T run(String name, Supplier<T> step) {
    told.accept(name);
    job.enter(name);
    long start = System.nanoTime();
    try {
      return step.get();
    } finally {
      job.leave();
      add(name, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Notes the time of a step that was measured elsewhere. */
  void add(String name, double stepSeconds) {
    seconds.merge(name, stepSeconds, Double::sum);
  }

  Map<String, Double> seconds() {
    return seconds;
  }
}
