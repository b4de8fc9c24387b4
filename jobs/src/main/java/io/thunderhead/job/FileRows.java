package io.thunderhead.job;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

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
    List<String> header = header(records);
    StructType input = input(header);
    RowEncoder encoder = new RowEncoder(table, input, settings);
    for (long rowId = 1; rowId <= limit; rowId++) {
      List<byte[]> fields = records.next();
      if (fields == null) {
        return;
      }
      try {
        encoder.encode(row(fields, input), rowId, sink);
      } catch (LoadException e) {
        throw new LoadException(e.code(), "line " + records.line() + ": " + e.getMessage(), e);
      }
    }
  }

  private static List<String> header(CsvRecords records) throws IOException {
    List<byte[]> fields = records.next();
    if (fields == null) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE, "the file is empty; its first line must name the columns");
    }
    List<String> names = new ArrayList<>();
    for (byte[] field : fields) {
      names.add(field == null ? "\\N" : new String(field, StandardCharsets.UTF_8));
    }
    return names;
  }

  /** Returns bytes for columns that keep what is no text as it is, else text. */
  private StructType input(List<String> header) {
    StructType input = new StructType();
    for (String name : header) {
      input = input.add(name, keepsBytes(name) ? DataTypes.BinaryType : DataTypes.StringType);
    }
    return input;
  }

  private boolean keepsBytes(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (ColumnInfo column : table.columns()) {
      if (column.name().toLowerCase(Locale.ROOT).equals(lower)) {
        int tp = column.type().tp();
        return tp == FieldType.BIT || tp == FieldType.JSON || column.type().isString();
      }
    }
    return false;
  }

  private static Row row(List<byte[]> fields, StructType input) {
    if (fields.size() != input.length()) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "it has %d fields and the first line has %d; mend the line"
              .formatted(fields.size(), input.length()));
    }
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      byte[] field = fields.get(i);
      boolean raw = field == null || input.fields()[i].dataType() == DataTypes.BinaryType;
      values[i] = raw ? field : new String(field, StandardCharsets.UTF_8);
    }
    return RowFactory.create(values);
  }
}
