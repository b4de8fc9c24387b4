package io.thunderhead.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The table that tests load, and its rows as Dumpling wrote them. */
final class Table {
  static final String NAME = "nyc.planes";
  static final int ROWS = 3322;

  private static final Path DUMPS =
      Path.of(System.getProperty("thunderhead.home"))
          .resolve("minicluster/src/test/resources/golden/nyc/dumps");
  private static final int HEADER_LINES = 1;

  private Table() {}

  /** Returns the statements that make database and table. */
  static String ddl() throws IOException {
    return "CREATE DATABASE nyc; USE nyc;\n"
        + Files.readString(DUMPS.resolve("csv/nyc.planes-schema.sql"));
  }

  static Path csvFile() {
    return DUMPS.resolve("csv/nyc.planes.000000001.csv");
  }

  static byte[] csv() throws IOException {
    return Files.readAllBytes(csvFile());
  }

  static byte[] gzip() throws IOException {
    return Files.readAllBytes(DUMPS.resolve("csv-gzip/nyc.planes.000000000.csv.gz"));
  }

  static byte[] parquet() throws IOException {
    return Files.readAllBytes(DUMPS.resolve("parquet/nyc.planes.000000001.snappy.parquet"));
  }

  /** Returns the folder of a whole dump. */
  static Path dump() {
    return DUMPS.resolve("csv");
  }

  /** Returns the rows in files with a header each. */
  static byte[][] csvParts(int parts) throws IOException {
    String[] lines = Files.readString(csvFile()).split("(?<=\n)");
    byte[][] files = new byte[parts][];
    int rows = lines.length - HEADER_LINES;
    for (int part = 0; part < parts; part++) {
      StringBuilder file = new StringBuilder(lines[0]);
      for (int i = rows * part / parts; i < rows * (part + 1) / parts; i++) {
        file.append(lines[HEADER_LINES + i]);
      }
      files[part] = file.toString().getBytes(StandardCharsets.UTF_8);
    }
    return files;
  }
}
