package io.thunderhead.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benchmarks take. */
final class BenchOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--label",
      defaultValue = "latest",
      description = "Name of the run in the results; a run of the same name is replaced.")
  private String label;

  @Option(
      names = "--only",
      defaultValue = "",
      paramLabel = "REGEX",
      description = "Measures only what this matches.")
  private Pattern only;

  @Option(
      names = "--results",
      defaultValue = "${sys:thunderhead.home:-.}/jobs/bench/results",
      paramLabel = "FOLDER",
      description = "Where the results are written; default ${DEFAULT-VALUE}.")
  private Path results;

  @Option(names = "--quick", description = "One short iteration, to see that it runs.")
  private boolean quick;

  String label() {
    return label;
  }

  Pattern only() {
    return only;
  }

  Path results() {
    return results;
  }

  boolean quick() {
    return quick;
  }

  Measuring measuring() {
    return quick ? Measuring.QUICK : Measuring.FULL;
  }

  /** Returns the bytes of a file that is read. */
  long fileBytes() {
    return quick ? 1 << 16 : 64L << 20;
  }

  /** Returns how often a file is read. */
  int rounds() {
    return quick ? 1 : 8;
  }

  void tell(Path written) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("results: " + written);
    out.flush();
  }
}
