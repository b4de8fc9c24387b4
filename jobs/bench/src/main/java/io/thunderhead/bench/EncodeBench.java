package io.thunderhead.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench encode}: rows of text in memory to key-value pairs, on one thread. */
@Command(
    name = "encode",
    description = "Measures encoding by table and by type.",
    mixinStandardHelpOptions = true)
final class EncodeBench implements Callable<Integer> {
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;
  private static final String ROW_NANOS = "ns/row";

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws IOException, RunnerException {
    Run run = new Run(options.label());
    Pattern only = options.only();
    List<String> names =
        EncodeInput.names().stream().filter(name -> only.matcher(name).find()).toList();
    calibrate(run);
    for (RunResult result : options.measuring().run(EncodeBenchmark.class, "input", names)) {
      add(run, result);
    }
    perValue(run);
    Results results =
        new Results(
            options.results(),
            "encode",
            "Encoding: %d rows of text in memory to key-value pairs; seconds are of one core"
                .formatted(EncodeInput.ROWS),
            EncodeInput.TABLES);
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private void calibrate(Run run) throws RunnerException {
    List<String> table = List.of("lineitem");
    int bytes = EncodeInput.of("lineitem").encoded().length();
    for (RunResult result : options.measuring().run(CalibrationBenchmark.class, "input", table)) {
      run.calibrations()
          .put(Measuring.method(result), Measuring.callsPerSecond(result) * bytes / MEGA);
    }
  }

  private static void add(Run run, RunResult result) {
    String name = result.getParams().getParam("input");
    EncodeInput input = EncodeInput.of(name);
    int bytes = input.encoded().length();
    double batches = Measuring.callsPerSecond(result);
    run.put(name, "rows/s", batches * EncodeInput.ROWS);
    run.put(name, ROW_NANOS, NANOS / (batches * EncodeInput.ROWS));
    run.put(name, "text MB/s", batches * input.textBytes() / MEGA);
    run.put(name, "KV MB/s", batches * bytes / MEGA);
    run.put(name, "KV bytes/row", (double) bytes / EncodeInput.ROWS);
    run.put(name, "allocated bytes/row", Measuring.allocatedPerCall(result) / EncodeInput.ROWS);
    run.calibrations()
        .forEach((what, speed) -> run.put(name, "of " + what, batches * bytes / MEGA / speed));
  }

  /** Takes the time of the key alone off and shares the rest among the columns. */
  private static void perValue(Run run) {
    String key = TypeRows.names().get(0);
    if (!run.figures().containsKey(key)) {
      return;
    }
    double base = run.figures().get(key).get(ROW_NANOS);
    for (String name : TypeRows.names()) {
      if (run.figures().containsKey(name) && TypeRows.columns(name) > 0) {
        double rest = run.figures().get(name).get(ROW_NANOS) - base;
        run.put(name, "ns/value", rest / TypeRows.columns(name));
      }
    }
  }
}
