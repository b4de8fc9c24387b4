package io.thunderhead.csv;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.RowReader;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import java.io.IOException;

/**
 * Reads the rows of a part of a CSV file (kv-encoding 8.2).
 *
 * <p>A row has the columns of the header, or those that the dialect names; fields beyond them are
 * dropped and such rows counted. A bad row holds the text of its record, as far as 64 KiB.
 */
public final class CsvReader implements RowReader {
  /** Bytes that are read at once. */
  static final int WINDOW_BYTES = 1 << 18;

  /** As little as that for samples, of which much of what is read at once is not used. */
  private static final int SAMPLE_WINDOW_BYTES = 1 << 14;

  private final FileSlice slice;
  private final CsvDialect dialect;
  private final CsvFields fields;
  private final CsvWindow window;
  private final CsvParser parser;
  private final InputColumns columns;

  /** File offset that no row of this slice begins at or behind. */
  private final long end;

  private long surplusRows;
  private long firstSurplus = -1;
  private boolean done;

  private CsvReader(FileSlice slice, CsvDialect dialect, CsvHead head, CsvFile at) {
    this.slice = slice;
    this.dialect = dialect;
    fields = at.fields();
    window = at.window();
    parser = at.parser();
    columns = head.columns();
    fields.limit(columns.size());
    end = slice.end() == slice.file().length() ? Long.MAX_VALUE : slice.end();
  }

  /**
   * Opens a slice.
   *
   * @param slice a whole file, or one that begins with a record
   * @throws LoadException SOURCE_SCHEMA_INVALID when columns have no names, or one name twice
   * @throws IOException when the file cannot be read
   */
  public static CsvReader open(FileSlice slice, CsvDialect dialect, ByteSource source)
      throws IOException {
    return open(slice, dialect, source, WINDOW_BYTES);
  }

  /**
   * Opens a slice of which only the first rows are wanted.
   *
   * @throws LoadException SOURCE_SCHEMA_INVALID when columns have no names, or one name twice
   * @throws IOException when the file cannot be read
   */
  public static CsvReader openSample(FileSlice slice, CsvDialect dialect, ByteSource source)
      throws IOException {
    return open(slice, dialect, source, SAMPLE_WINDOW_BYTES);
  }

  /**
   * Opens a file behind some terminator, which may stand in a field: the first rows may be none.
   *
   * @param slice whose start is anywhere in a file that is not packed
   * @throws LoadException SOURCE_SCHEMA_INVALID when columns have no names, or one name twice
   * @throws IOException when the file cannot be read
   */
  public static CsvReader openInside(FileSlice slice, CsvDialect dialect, ByteSource source)
      throws IOException {
    CsvHead head;
    try (CsvFile first = CsvFile.open(source, 0, dialect, SAMPLE_WINDOW_BYTES)) {
      head = CsvHead.read(first.parser(), dialect, slice.file());
    }
    long start = Math.max(slice.start(), head.end());
    return new CsvReader(
        slice, dialect, head, CsvFile.openBehindLine(source, start, dialect, SAMPLE_WINDOW_BYTES));
  }

  static CsvReader open(FileSlice slice, CsvDialect dialect, ByteSource source, int windowBytes)
      throws IOException {
    if (slice.start() > 0 && slice.file().compression() != Compression.NONE) {
      throw new IllegalArgumentException(
          slice.file().path() + ": slice from " + slice.start() + " of a compressed file");
    }
    CsvFile first = CsvFile.open(source, 0, dialect, windowBytes);
    CsvFile at = first;
    try {
      CsvHead head = CsvHead.read(first.parser(), dialect, slice.file());
      if (slice.start() > head.end()) {
        first.close();
        at = CsvFile.openAt(source, slice.start(), dialect, windowBytes);
      }
      return new CsvReader(slice, dialect, head, at);
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
  }

  @Override
  public boolean next(SourceRow row) throws IOException {
    if (done || !parser.seek(end)) {
      finish();
      return false;
    }
    long position = parser.recordPosition();
    row.start(columns, slice.file().path(), position);
    String problem = parser.read(row);
    if (problem != null) {
      if (parser.shown() != null) {
        row.start(columns, slice.file().path(), position);
        fields.show(row, parser.shown());
      }
      row.fail(problem);
    } else if (fields.surplus()) {
      row.markSurplus();
      firstSurplus = surplusRows == 0 ? position : firstSurplus;
      surplusRows++;
    }
    if (parser.position() > end && dialect.strictFormat()) {
      checkPromise(position);
    }
    return true;
  }

  /**
   * Checks that the record which reaches behind the slice has no terminator inside, where the next
   * slice would begin. If this holds for each slice from the first on, all of them begin right.
   */
  private void checkPromise(long position) {
    if (parser.holdsTerminator(end)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "%s: the record at byte %d has the terminator in a field, but strict-format is set, which"
                  .formatted(slice.file().path(), position)
              + " promises that none has; set strict-format to false");
    }
  }

  private void finish() throws IOException {
    done = true;
    SourceFile file = slice.file();
    long read = window.position(window.limit());
    if (window.ended() && read < file.length() && file.compression() == Compression.NONE) {
      throw new IOException(
          "%s ends at byte %d, but had %d bytes when it was listed; it was cut off or written anew"
                  .formatted(file.path(), read, file.length())
              + " during the load. Load again when the file is whole.");
    }
  }

  /** Returns the columns of the rows. */
  public InputColumns columns() {
    return columns;
  }

  /** Returns how many rows had more fields than there are columns. */
  public long surplusRows() {
    return surplusRows;
  }

  /** Returns the file offset of the first row with too many fields, -1 when there was none. */
  public long firstSurplus() {
    return firstSurplus;
  }

  /** Returns how many lines lacked the text that fields come after. */
  public long skippedLines() {
    return parser.skippedLines();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
