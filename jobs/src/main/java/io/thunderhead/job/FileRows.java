package io.thunderhead.job;

import io.thunderhead.csv.CsvDialect;
import io.thunderhead.csv.CsvReader;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.IOException;

/** Encodes the rows of one CSV file, whose first line names the columns, without a cluster. */
final class FileRows {
  private final TableInfo table;
  private final EncodeSettings settings;

  FileRows(TableInfo table, EncodeSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  /**
   * Pours the KVs of the first rows; ids that rows lack count from 1.
   *
   * @param source file of this machine, or one with a scheme
   * @param limit most rows to encode
   * @throws LoadException with file and byte, when a row or a value cannot be read or stored
   */
  void encode(String source, long limit, KvSink sink) throws IOException {
    try (CsvReader reader = open(source)) {
      if (reader.columns().size() == 0) {
        throw new LoadException(
            ErrorCode.SOURCE_UNREADABLE,
            source + " is empty; its first line must name the columns");
      }
      RowEncoder encoder = new RowEncoder(table, reader.columns(), settings);
      SourceRow row = new SourceRow();
      for (long rowId = 1; rowId <= limit && reader.next(row); rowId++) {
        try {
          check(row, reader);
          encoder.encode(row, rowId, sink);
        } catch (LoadException e) {
          throw new LoadException(e.code(), row.place() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Opens a file to its end, wherever that is: its length is not asked for. */
  private static CsvReader open(String source) throws IOException {
    SourceFile file = new SourceFile(source, 0, 0, FileFormat.CSV, Compression.NONE);
    return CsvReader.open(
        FileSlice.whole(file),
        CsvDialect.lightning().build(),
        offset -> EncodeCommand.open(source));
  }

  private static void check(SourceRow row, CsvReader reader) {
    if (row.problem() != null) {
      throw new LoadException(ErrorCode.BAD_ROW, row.problem());
    } else if (row.length() != row.columns().size() || reader.surplusRows() > 0) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "it has %s fields and the first line has %d; mend the line"
              .formatted(reader.surplusRows() > 0 ? "more" : row.length(), row.columns().size()));
    }
  }
}
