package io.thunderhead.job;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
   * @param limit most rows to encode
   * @throws LoadException with the line, when a line or a value cannot be read or stored
   */
  void encode(InputStream csv, long limit, KvSink sink) throws IOException {
    CsvRecords records = CsvRecords.of(csv);
    InputColumns columns = columns(records);
    RowEncoder encoder = new RowEncoder(table, columns, settings);
    SourceRow row = new SourceRow();
    for (long rowId = 1; rowId <= limit; rowId++) {
      List<byte[]> fields = records.next();
      if (fields == null) {
        return;
      }
      try {
        fill(row, columns, fields);
        encoder.encode(row, rowId, sink);
      } catch (LoadException e) {
        throw new LoadException(e.code(), "line " + records.line() + ": " + e.getMessage(), e);
      }
    }
  }

  private static InputColumns columns(CsvRecords records) throws IOException {
    List<byte[]> fields = records.next();
    if (fields == null) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE, "the file is empty; its first line must name the columns");
    }
    List<String> names = new ArrayList<>();
    for (byte[] field : fields) {
      names.add(field == null ? "\\N" : new String(field, StandardCharsets.UTF_8));
    }
    return InputColumns.of(names);
  }

  private static void fill(SourceRow row, InputColumns columns, List<byte[]> fields) {
    if (fields.size() != columns.size()) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "it has %d fields and the first line has %d; mend the line"
              .formatted(fields.size(), columns.size()));
    }
    row.start(columns, "", 0);
    for (byte[] field : fields) {
      if (field == null) {
        row.putNull();
      } else {
        row.buffer().put(field);
        row.endText();
      }
    }
  }
}
