package io.thunderhead.input;

import io.thunderhead.csv.CsvReader;
import io.thunderhead.error.LoadException;
import io.thunderhead.parquet.ParquetReader;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.RowReader;
import io.thunderhead.source.SourceRow;
import io.thunderhead.source.UnreadableFile;
import io.thunderhead.sqldump.SqlReader;
import io.thunderhead.sqldump.SqlSplitter;
import io.thunderhead.type.InputRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of one slice. The file is compared with its listing before the first row and after
 * the last, so that rows of two states of a file are never loaded together.
 */
public final class InputReader implements Closeable {
  private final StoredFile file;
  private final FileSlice slice;
  private final RowReader rows;
  private final boolean checked;
  private final SourceRow row = new SourceRow();
  private final InputRow named;

  private InputReader(
      FileSlice slice, InputSettings settings, StoredFile file, RowReader rows, boolean checked) {
    this.slice = slice;
    this.file = file;
    this.rows = rows;
    this.checked = checked;
    Map<String, String> constants = slice.file().constants();
    boolean byReader = settings.variables() || slice.file().format() == FileFormat.PARQUET;
    ColumnNames names = byReader ? ColumnNames.OF_FILE : settings.names();
    boolean plain = names.isPlain() && constants.isEmpty();
    this.named = plain ? row : new NamedRow(row, names, constants);
  }

  /**
   * Opens a slice.
   *
   * @throws LoadException SOURCE_CHANGED when the file is not what was listed; SOURCE_UNREADABLE
   *     when it cannot be read
   */
  public static InputReader open(FileSlice slice, InputSettings ofLoad, Configuration hadoop) {
    InputSettings settings = ofLoad.forFile(slice.file());
    StoredFile file = new StoredFile(slice.file(), hadoop);
    try {
      file.check();
      return new InputReader(slice, settings, file, rows(slice, settings, file, hadoop), true);
    } catch (IOException e) {
      throw UnreadableFile.toRead(slice.file().path(), e);
    }
  }

  /**
   * Opens a window for a sample.
   *
   * @throws LoadException as {@link #open(FileSlice, InputSettings, Configuration)} does
   */
  public static InputReader open(FileWindow window, InputSettings ofLoad, Configuration hadoop) {
    FileSlice slice = window.slice();
    if (window.kind() == FileWindow.Kind.WHOLE) {
      return open(slice, ofLoad, hadoop);
    }
    InputSettings settings = ofLoad.forFile(slice.file());
    StoredFile file = new StoredFile(slice.file(), hadoop);
    try {
      file.check();
      return new InputReader(slice, settings, file, rows(window, settings, file, hadoop), false);
    } catch (IOException e) {
      throw UnreadableFile.toRead(slice.file().path(), e);
    }
  }

  private static RowReader rows(
      FileWindow window, InputSettings settings, StoredFile file, Configuration hadoop)
      throws IOException {
    FileSlice slice = window.slice();
    return switch (window.kind()) {
      case GROUPS, INDEXED_GROUPS ->
          ParquetReader.openSample(
              slice,
              settings.parquet(),
              hadoop,
              Math.toIntExact(window.size()),
              window.kind() == FileWindow.Kind.GROUPS);
      case INSIDE -> new WindowRows(window, file, inside(slice, settings, file));
      case HEAD -> new WindowRows(window, file, head(slice, settings, file));
      case WHOLE -> rows(slice, settings, file, hadoop);
    };
  }

  private static RowReader head(FileSlice slice, InputSettings settings, StoredFile file)
      throws IOException {
    return slice.file().format() == FileFormat.CSV
        ? CsvReader.openSample(slice, settings.csv(), file)
        : SqlReader.openSample(slice, settings.sql(), file);
  }

  private static RowReader inside(FileSlice slice, InputSettings settings, StoredFile file)
      throws IOException {
    if (slice.file().format() == FileFormat.CSV) {
      return CsvReader.openInside(slice, settings.csv(), file);
    }
    long insert = SqlSplitter.insertBehind(slice, file);
    return insert < 0
        ? null
        : SqlReader.openSample(
            new FileSlice(slice.file(), insert, slice.end()), settings.sql(), file);
  }

  private static RowReader rows(
      FileSlice slice, InputSettings settings, StoredFile file, Configuration hadoop)
      throws IOException {
    return switch (slice.file().format()) {
      case CSV -> CsvReader.open(slice, settings.csv(), file);
      case PARQUET -> ParquetReader.open(slice, settings.parquet(), hadoop);
      case SQL -> SqlReader.open(slice, settings.sql(), file);
    };
  }

  /**
   * Reads the next row.
   *
   * @return false at the end
   * @throws LoadException SOURCE_UNREADABLE when the file cannot be read on; SOURCE_CHANGED at the
   *     end of a slice whose file changed meanwhile
   */
  public boolean next() {
    try {
      if (rows.next(row)) {
        return true;
      }
      if (checked) {
        file.check();
      }
      return false;
    } catch (IOException e) {
      throw UnreadableFile.toRead(slice.file().path(), e);
    }
  }

  /** Returns the row that was read last; it stands until the next is read. */
  public InputRow row() {
    return named;
  }

  /** Returns the stored bytes of the rows of a window of text; only at its end. */
  public long readBytes() {
    return rows instanceof WindowRows window ? window.readBytes() : slice.end() - slice.start();
  }

  /** Returns how many rows the slice of a Parquet file has, by its footer; -1 for other files. */
  public long rowsOfSlice() {
    return rows instanceof ParquetReader parquet ? parquet.rowsOfSlice() : -1;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
