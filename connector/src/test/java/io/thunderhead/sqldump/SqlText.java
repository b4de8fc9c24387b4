package io.thunderhead.sqldump;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes of a test as a file, and what the reader makes of them, written down. */
final class SqlText {
  static final SqlDialect DIALECT = SqlDialect.of(List.of("a", "b", "c"));

  /** The outcome of a file that cannot be read to its end. */
  static final String ERROR = "error";

  private SqlText() {}

  static SourceFile file(byte[] sql) {
    return new SourceFile("f.sql", sql.length, 0, FileFormat.SQL, Compression.NONE);
  }

  static ByteSource source(byte[] sql) {
    return offset -> new ByteArrayInputStream(sql, (int) offset, sql.length - (int) offset);
  }

  /** Reads a whole file. */
  static List<String> read(String sql) throws IOException {
    return read(sql.getBytes(StandardCharsets.UTF_8), DIALECT, SqlLexer.WINDOW_BYTES);
  }

  static List<String> read(byte[] sql, SqlDialect dialect, int windowBytes) throws IOException {
    return read(FileSlice.whole(file(sql)), sql, dialect, windowBytes);
  }

  /** Reads a slice; a row is its place, its columns and its values with their kinds. */
  static List<String> read(FileSlice slice, byte[] sql, SqlDialect dialect, int windowBytes)
      throws IOException {
    List<String> rows = new ArrayList<>();
    try (SqlReader reader = SqlReader.open(slice, dialect, source(sql), windowBytes)) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        rows.add(row.place().substring("f.sql:".length()) + row.columns().names() + shown(row));
      }
    }
    return rows;
  }

  /** Returns the rows of a file as lines, or {@link #ERROR}. */
  static String outcome(byte[] sql, SqlDialect dialect, int windowBytes) {
    try {
      return String.join("\n", read(sql, dialect, windowBytes));
    } catch (IOException e) {
      return ERROR;
    }
  }

  /** Returns the rows of all slices of a file as lines, or {@link #ERROR} when there is one. */
  static String outcomeOfSlices(byte[] sql, SqlDialect dialect, long sliceBytes, int windowBytes) {
    List<String> rows = new ArrayList<>();
    try {
      for (FileSlice slice :
          SqlSplitter.cut(file(sql), dialect, source(sql), sliceBytes, windowBytes).slices()) {
        rows.addAll(read(slice, sql, dialect, windowBytes));
      }
      return String.join("\n", rows);
    } catch (IOException e) {
      return ERROR;
    }
  }

  /** Returns the values of a row with a letter for their kinds, or why it has none. */
  static String shown(SourceRow row) {
    if (row.problem() != null) {
      return "! " + row.problem();
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < row.length(); i++) {
      out.append(i == 0 ? "" : " | ").append(shown(row, i));
    }
    return out.toString();
  }

  private static String shown(SourceRow row, int index) {
    if (row.isNull(index)) {
      return "NULL";
    }
    String letter =
        switch (row.kind(index)) {
          case INTEGER -> "i:";
          case UNSIGNED -> "u:";
          case LITERAL -> "l:";
          case BYTES -> "b:";
          default -> "";
        };
    return letter + row.text(index);
  }
}
