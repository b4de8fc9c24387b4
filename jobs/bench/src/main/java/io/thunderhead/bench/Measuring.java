package io.thunderhead.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long a benchmark runs.
 *
 * @param forks JVMs of their own, 0 for this one
 */
record Measuring(int forks, int warmups, int iterations, TimeValue time) {
  /** For figures that are kept. */
  static final Measuring FULL = new Measuring(1, 3, 5, TimeValue.seconds(1));

  /** To see that it runs. */
  static final Measuring QUICK = new Measuring(0, 0, 1, TimeValue.milliseconds(20));

  /** Runs the benchmarks of one class with each of the values of a parameter. */
  Collection<RunResult> run(Class<?> benchmarks, String parameter, List<String> values)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmarks.getName().replace(".", "\\.") + "\\.")
            .param(parameter, values.toArray(String[]::new))
            .forks(forks)
            .warmupIterations(warmups)
            .warmupTime(time)
            .measurementIterations(iterations)
            .measurementTime(time)
            .threads(1)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class);
    return new Runner(options.build()).run();
  }

  /** Returns the calls of a second of processor time. */
  static double callsPerSecond(RunResult result) {
    return 1e9 / secondary(result, CpuProfiler.LABEL);
  }

  /** Returns the bytes that one call allocates. */
  static double allocatedPerCall(RunResult result) {
    return secondary(result, "gc.alloc.rate.norm");
  }

  private static double secondary(RunResult result, String label) {
    for (Result<?> each : result.getSecondaryResults().values()) {
      if (each.getLabel().endsWith(label)) {
        return each.getScore();
      }
    }
    throw new IllegalStateException(label + " is not in " + result.getSecondaryResults().keySet());
  }

  /** Returns the method that was measured. */
  static String method(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
