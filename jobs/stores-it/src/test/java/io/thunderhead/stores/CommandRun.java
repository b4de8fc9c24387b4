package io.thunderhead.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.job.Thunderhead;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    hadoop.forEach((name, value) -> System.setProperty(HADOOP + name, value));
    try {
      int exitCode =
          Thunderhead.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
      return new CommandRun(exitCode, out.toString(), err.toString());
    } finally {
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
