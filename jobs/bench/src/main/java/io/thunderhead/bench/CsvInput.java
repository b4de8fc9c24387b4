package io.thunderhead.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CSV files to measure readers with: golden rows, again and again up to a size. */
final class CsvInput {
  /** Texts without quotes; numbers without quotes; all fields in quotes; texts in quotes. */
  static final List<String> NAMES = List.of("lineitem", "flights", "lineitem-quoted", "dumpling");

  private static final String GOLDEN = "minicluster/src/test/resources/golden";
  private static final String LINEITEM = "tables/lineitem/data.csv";
  private static final String FLIGHTS = "nyc/dumps/csv/nyc.flights.000000001.csv";

  private CsvInput() {}

  /** Returns the header and the rows that a file repeats. */
  private static String text(String name) throws IOException {
    Path file =
        Path.of(
            System.getProperty("thunderhead.home", "."),
            GOLDEN,
            name.startsWith("lineitem") ? LINEITEM : FLIGHTS);
    String text = Files.readString(file);
    return name.equals("lineitem") || name.equals("flights") ? text.replace("\"", "") : text;
  }

  /** Returns the names of the columns of a file. */
  static List<String> columns(String name) throws IOException {
    String text = text(name);
    return List.of(text.substring(0, text.indexOf('\n')).replace("\"", "").strip().split(","));
  }

  /**
   * Writes a file of at least so many bytes, without a header, and returns how many rows it has.
   */
  static long write(String name, Path file, long bytes) throws IOException {
    String text = text(name);
    String rows = text.substring(text.indexOf('\n') + 1);
    byte[] batch = rows.getBytes(StandardCharsets.UTF_8);
    long count = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < bytes; written += batch.length) {
        out.write(batch);
        count += rows.lines().count();
      }
    }
    return count;
  }
}
