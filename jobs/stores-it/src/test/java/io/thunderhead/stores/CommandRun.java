package io.thunderhead.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.job.Thunderhead;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What one command did.
 *
 * @param out what it printed
 * @param err what it printed as progress and error
 */
record CommandRun(int exitCode, String out, String err) {
  private static final String HADOOP = "spark.hadoop.";

  /** Runs a command whose Spark has settings of Hadoop, as spark-submit's {@code --conf} gives. */
  static CommandRun of(Map<String, String> hadoop, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    hadoop.forEach((name, value) -> System.setProperty(HADOOP + name, value));
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int exitCode = Thunderhead.run(arguments);
      return new CommandRun(
          exitCode,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      hadoop.keySet().forEach(name -> System.clearProperty(HADOOP + name));
    }
  }

  /** Returns the one line that says what failed. */
  String error() {
    List<String> lines = err.lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(lines).as(err).hasSize(1);
    return lines.get(0);
  }
}
