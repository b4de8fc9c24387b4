package io.thunderhead.job;

import io.thunderhead.source.FileFormat;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where the rows are; one of these, which may be given often. */
final class InputPaths {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "PATH",
      description =
          "Folder of an export, whose tables are all loaded. With --table: file, folder or glob"
              + " of that table; formats go by name.")
  private List<String> source = List.of();

  @Option(
      names = "--csv",
      required = true,
      paramLabel = "PATH",
      description = "File, folder or glob of CSV files of any Hadoop file system.")
  private List<String> csv = List.of();

  @Option(
      names = "--sql",
      required = true,
      paramLabel = "PATH",
      description = "The same of files with INSERT statements.")
  private List<String> sql = List.of();

  @Option(
      names = "--parquet",
      required = true,
      paramLabel = "PATH",
      description = "The same of Parquet files.")
  private List<String> parquet = List.of();

  FileFormat format() {
    return !csv.isEmpty()
        ? FileFormat.CSV
        : !sql.isEmpty() ? FileFormat.SQL : !parquet.isEmpty() ? FileFormat.PARQUET : null;
  }

  /** Takes the folder that a configuration names, when no path is given. */
  void presume(String folder) {
    if (paths().isEmpty()) {
      source = List.of(folder);
    }
  }

  List<String> paths() {
    return Stream.of(source, csv, sql, parquet).flatMap(List::stream).toList();
  }
}
