package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.page.ReportPage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a report goes: local files, URIs of any Hadoop file system, or {@code -} for standard
 * output.
 *
 * @param json null when none is wanted
 * @param html null when none is wanted
 */
record ReportPlaces(String json, String html) {
  /** No files. */
  static final ReportPlaces NONE = new ReportPlaces(null, null);

  private static final String OUTPUT = "-";

  /** Returns where a report for a person goes: not into what a program reads. */
  PrintWriter forPeople(PrintWriter out, PrintWriter progress) {
    return OUTPUT.equals(json) || OUTPUT.equals(html) ? progress : out;
  }

  /**
   * Writes a report.
   *
   * @param out standard output
   * @throws LoadException UNFINISHED when it cannot be written
   */
  void write(String report, PrintWriter out, Configuration hadoop) {
    if (json != null) {
      write("json", json, report + System.lineSeparator(), out, hadoop);
    }
    if (html != null) {
      write("html", html, ReportPage.of(report), out, hadoop);
    }
  }

  private static void write(
      String option, String place, String text, PrintWriter out, Configuration hadoop) {
    try {
      if (place.equals(OUTPUT)) {
        out.print(text);
        out.flush();
      } else if (place.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
        writeUri(place, text, hadoop);
      } else {
        Files.writeString(Path.of(place), text);
      }
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.UNFINISHED,
          "the load is over, but its report cannot be written to %s (%s). Check option %s."
              .formatted(place, e, option),
          e);
    }
  }

  private static void writeUri(String place, String text, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(place);
    try (OutputStream file = path.getFileSystem(hadoop).create(path, true)) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
