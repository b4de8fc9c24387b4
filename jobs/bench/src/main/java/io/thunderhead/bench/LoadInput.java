package io.thunderhead.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a load is measured with: a CSV file, the table it goes to, and how.
 *
 * @param name what it is called in the results
 * @param table its name, in database test
 * @param ddl makes the database and the table
 * @param options of the load, {@code NAME=VALUE}
 */
record LoadInput(String name, String table, String ddl, Path file, List<String> options) {
  /** Rows of lineitem. */
  static LoadInput of(Lineitem rows) {
    return new LoadInput(rows.name(), "lineitem", Lineitem.DDL, rows.file(), List.of());
  }

  /** Returns the same rows, loaded in another way. */
  LoadInput with(String option) {
    return new LoadInput(name + ", " + option, table, ddl, file, List.of(option));
  }

  /** Tells whether the first line names the columns, as the readers' options say it. */
  String header() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      boolean named = first != null && Character.isLetter(first.replace("\"", "").charAt(0));
      return Boolean.toString(named);
    }
  }
}
