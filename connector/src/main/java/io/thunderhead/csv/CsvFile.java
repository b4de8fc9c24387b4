package io.thunderhead.csv;

import io.thunderhead.source.ByteSource;
import java.io.Closeable;
import java.io.IOException;

/** An open file and what takes it apart. */
record CsvFile(CsvWindow window, CsvFields fields, CsvParser parser) implements Closeable {
  /** Opens a file at an offset. */
  static CsvFile open(ByteSource source, long offset, CsvDialect dialect, int windowBytes)
      throws IOException {
    CsvTokens tokens = new CsvTokens(dialect);
    CsvFields fields = new CsvFields(dialect, tokens.escape());
    CsvWindow window = new CsvWindow(source.open(offset), offset, windowBytes);
    return new CsvFile(window, fields, new CsvParser(window, dialect, tokens, fields));
  }

  /** Opens a file at the first record that begins at or behind an offset. */
  static CsvFile openAt(ByteSource source, long offset, CsvDialect dialect, int windowBytes)
      throws IOException {
    if (!dialect.strictFormat()) {
      return open(source, offset, dialect, windowBytes);
    }
    return openBehindLine(source, offset, dialect, windowBytes);
  }

  /** Opens a file behind the first terminator that ends at or behind an offset. */
  static CsvFile openBehindLine(ByteSource source, long offset, CsvDialect dialect, int windowBytes)
      throws IOException {
    int terminator = dialect.encode(dialect.terminator()).length;
    CsvFile file = open(source, Math.max(0, offset - terminator), dialect, windowBytes);
    try {
      file.parser().skipRawLine();
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
