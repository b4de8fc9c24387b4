package io.thunderhead.bench;

import io.thunderhead.codec.Bytes;
import io.thunderhead.ddl.Catalog;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table and rows of text that go into it, as a reader of files fills them.
 *
 * @param textBytes bytes of all fields
 */
record EncodeInput(TableInfo table, List<SourceRow> rows, long textBytes) {
  /** Rows of one batch, which is what one call of a benchmark encodes. */
  static final int ROWS = 2_048;

  /** Golden tables that are measured; all other names are types. */
  static final List<String> TABLES = List.of("lineitem", "int_pk", "wide");

  private static final EncodeSettings SETTINGS =
      new EncodeSettings(
          ZoneOffset.UTC,
          SqlMode.parse("ONLY_FULL_GROUP_BY,NO_AUTO_CREATE_USER"),
          true,
          Instant.EPOCH);

  /** Returns all names: tables first, then types. */
  static List<String> names() {
    List<String> names = new ArrayList<>(TABLES);
    names.addAll(TypeRows.names());
    return names;
  }

  /** Makes the input of a golden table or of a type. */
  static EncodeInput of(String name) {
    return TABLES.contains(name)
        ? of(TableInfo.fromJson(GoldenRows.bytes(name, "table.json")), GoldenRows.of(name))
        : of(table(TypeRows.ddl(name)), TypeRows.rows(name, ROWS));
  }

  /** Makes an encoder of the rows. */
  RowEncoder encoder() {
    return new RowEncoder(table, rows.get(0).columns(), SETTINGS);
  }

  /** Encodes all rows into one buffer. */
  Bytes encoded() {
    Bytes all = new Bytes(1 << 20);
    RowEncoder encoder = encoder();
    KvSink sink =
        (key, value) -> all.put(key.array(), 0, key.length()).put(value.array(), 0, value.length());
    for (int i = 0; i < rows.size(); i++) {
      encoder.encode(rows.get(i), i + 1, sink);
    }
    return all;
  }

  private static EncodeInput of(TableInfo table, GoldenRows golden) {
    InputColumns columns = InputColumns.of(golden.header());
    List<SourceRow> rows = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < ROWS; i++) {
      SourceRow row = new SourceRow();
      row.start(columns, "bench", i);
      List<byte[]> fields = golden.rows().get(i % golden.rows().size());
      for (byte[] field : fields) {
        if (field == null) {
          row.putNull();
        } else {
          row.buffer().put(field);
          row.endText();
          bytes += field.length;
        }
      }
      rows.add(row);
    }
    return new EncodeInput(table, rows, bytes);
  }

  private static TableInfo table(String ddl) {
    AtomicLong ids = new AtomicLong(100);
    Catalog catalog = new Catalog(ids::incrementAndGet, () -> 1);
    catalog.execute("CREATE DATABASE bench; " + ddl);
    return TableInfo.fromJson(
        catalog.table("bench", "t").orElseThrow().toString().getBytes(StandardCharsets.UTF_8));
  }
}
