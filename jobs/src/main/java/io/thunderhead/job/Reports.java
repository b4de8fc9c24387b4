package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where the lines and the report of a load go. */
final class Reports {
  private Reports() {}

  /** Returns what prints each line at once. */
  static Consumer<String> lines(PrintWriter progress) {
    return line -> {
      progress.println(line);
      progress.flush();
    };
  }

  /**
   * Writes a report.
   *
   * @param file null when none is wanted
   */
  static void write(Path file, String json) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, json + System.lineSeparator());
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.UNFINISHED,
          "the load is done, but its report cannot be written to %s (%s). Check option json."
              .formatted(file, e),
          e);
    }
  }
}
