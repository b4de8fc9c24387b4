package io.thunderhead.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a golden table: data.csv, with quotes, backslash escapes and a bare {@code \N} for NULL.
 *
 * @param header names of the columns
 * @param rows fields as bytes, null for NULL
 */
record GoldenRows(List<String> header, List<List<byte[]>> rows) {
  private static final byte[] NULL = {'\\', 'N'};

  /** Reads {@code tables/NAME} of the golden data. */
  static GoldenRows of(String name) {
    List<List<byte[]>> lines = lines(bytes(name, "data.csv"));
    List<String> header =
        lines.get(0).stream().map(field -> new String(field, StandardCharsets.UTF_8)).toList();
    return new GoldenRows(header, List.copyOf(lines.subList(1, lines.size())));
  }

  /** Reads a file of a golden table. */
  static byte[] bytes(String name, String file) {
    try {
      return Files.readAllBytes(
          Path.of(
              System.getProperty("thunderhead.home", "."),
              "minicluster/src/test/resources/golden/tables",
              name,
              file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<byte[]>> lines(byte[] data) {
    List<List<byte[]>> lines = new ArrayList<>();
    List<byte[]> line = new ArrayList<>();
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    for (int at = 0; at < data.length; at++) {
      field.reset();
      boolean quoted = data[at] == '"';
      at = quoted ? quoted(data, at + 1, field) : bare(data, at, field);
      byte[] value = field.toByteArray();
      line.add(!quoted && Arrays.equals(value, NULL) ? null : value);
      if (at == data.length || data[at] == '\n') {
        lines.add(line);
        line = new ArrayList<>();
      }
    }
    return lines;
  }

  private static int bare(byte[] data, int from, ByteArrayOutputStream field) {
    int at = from;
    while (at < data.length && data[at] != ',' && data[at] != '\n') {
      field.write(data[at++]);
    }
    return at;
  }

  private static int quoted(byte[] data, int from, ByteArrayOutputStream field) {
    int at = from;
    while (data[at] != '"') {
      at += data[at] == '\\' ? 1 : 0;
      field.write(data[at++]);
    }
    return at + 1;
  }
}
