package io.thunderhead.sqlit;

import io.thunderhead.job.Thunderhead;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What one command did.
 *
 * @param out what it printed
 * @param err what it printed as progress and error
 */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Thunderhead.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Returns the one line that says what failed. */
  String error() {
    return err.lines().filter(line -> line.startsWith("error: ")).reduce("", String::concat);
  }
}
