package io.thunderhead.csv;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.SourceKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads bytes as a file, with the reader under test. */
final class ReadBack {
  static final String PATH = "file:/t.csv";

  /**
   * A row as the reader gives it.
   *
   * @param fields a character per byte, null for NULL
   */
  record Row(long offset, String problem, List<String> fields) {}

  private ReadBack() {}

  static SourceFile file(byte[] bytes) {
    return new SourceFile(PATH, bytes.length, 0, FileFormat.CSV, Compression.NONE);
  }

  static ByteSource source(byte[] bytes) {
    return offset -> new ByteArrayInputStream(bytes, (int) offset, (int) (bytes.length - offset));
  }

  static List<Row> read(CsvDialect dialect, byte[] bytes, int windowBytes) throws IOException {
    return read(FileSlice.whole(file(bytes)), dialect, bytes, windowBytes);
  }

  static List<Row> read(FileSlice slice, CsvDialect dialect, byte[] bytes, int windowBytes)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CsvReader reader = CsvReader.open(slice, dialect, source(bytes), windowBytes)) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        rows.add(row(row));
      }
    }
    return rows;
  }

  private static Row row(SourceRow row) {
    long offset = Long.parseLong(row.place().substring(PATH.length() + 1));
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      if (row.isNull(i)) {
        fields.add(null);
      } else if (row.kind(i) != SourceKind.TEXT) {
        throw new AssertionError(row.kind(i));
      } else {
        byte[] value = row.bytes(i);
        fields.add(new String(value, StandardCharsets.ISO_8859_1));
      }
    }
    return new Row(offset, row.problem(), fields);
  }
}
