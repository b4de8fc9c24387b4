package io.thunderhead.job;

import picocli.CommandLine.Option;

/** Options that say where reports go. */
final class ReportOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the report as JSON: a file, a URI such as s3a://bucket/r.json, or -.")
  private String json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes the report as a page for a browser, which needs no other file: likewise.")
  private String html;

  ReportPlaces places() {
    return new ReportPlaces(json, html);
  }
}
