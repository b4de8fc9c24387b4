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
  private final SourceRow row = new SourceRow();
  private final InputRow named;

  private InputReader(FileSlice slice, InputSettings settings, StoredFile file, RowReader rows) {
    this.slice = slice;
    this.file = file;
    this.rows = rows;
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
      return new InputReader(slice, settings, file, rows(slice, settings, file, hadoop));
    } catch (IOException e) {
      throw UnreadableFile.toRead(slice.file().path(), e);
    }
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
      file.check();
      return false;
    } catch (IOException e) {
      throw UnreadableFile.toRead(slice.file().path(), e);
    }
  }

  /** Returns the row that was read last; it stands until the next is read. */
  public InputRow row() {
    return named;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
