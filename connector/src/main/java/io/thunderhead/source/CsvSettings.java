package io.thunderhead.source;

import java.util.List;

/**
 * Where CSV files lie and how they are written.
 *
 * @param paths files, folders or globs of any Hadoop file system
 * @param header whether the first line of each file names the columns
 * @param columns names of the columns in order when there is no header
 * @param separator between fields
 * @param quote around fields; doubled inside
 * @param nullText unquoted text that means NULL
 */
public record CsvSettings(
    List<String> paths,
    boolean header,
    List<String> columns,
    String separator,
    String quote,
    String nullText) {
  /** Checks that columns are named one way or the other. */
  public CsvSettings {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
    if (paths.isEmpty() || header != columns.isEmpty()) {
      throw new IllegalArgumentException(
          "csv: paths %s, header %s, columns %s (expected: a path; columns only without a header)"
              .formatted(paths, header, columns));
    }
  }
}
