package io.thunderhead.tidb;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.Change.Allocator;
import io.thunderhead.tidb.Result.Column;
import io.thunderhead.tidb.Result.Rows;

/** The allocators of a table and the next id of each (import-protocol 4.5, kv-encoding 6.6). */
final class NextRowIds {
  private static final int AUTO_INCREMENT_FLAG = 512;
  private static final int PRIMARY_KEY_FLAG = 2;
  private static final int SEPARATE_SINCE = 5;
  private static final String ROW_ID_COLUMN = "_tidb_rowid";

  private final Backend backend;
  private final Session.Target target;
  private final JsonNode table;

  NextRowIds(Backend backend, Session.Target target) {
    this.backend = backend;
    this.target = target;
    this.table = target.table();
  }

  Rows rows() {
    Rows rows =
        Rows.of(
            Column.text("DB_NAME"),
            Column.text("TABLE_NAME"),
            Column.text("COLUMN_NAME"),
            Column.number("NEXT_GLOBAL_ROW_ID"),
            Column.text("ID_TYPE"));
    String incremented = columnWith(AUTO_INCREMENT_FLAG);
    if (hasRowIds()) {
      add(rows, Allocator.ROW_ID, counted(incremented), "_TIDB_ROWID");
    }
    if (separate() && !incremented.isEmpty()) {
      add(rows, Allocator.AUTO_INCREMENT, counted(incremented), "AUTO_INCREMENT");
    }
    if (table.path("auto_random_bits").asLong() > 0) {
      add(rows, Allocator.AUTO_RANDOM, columnWith(PRIMARY_KEY_FLAG), "AUTO_RANDOM");
    }
    return rows;
  }

  /** Tells whether the table has the allocator of {@code _tidb_rowid}. */
  boolean hasRowIds() {
    return !isClustered() || (!columnWith(AUTO_INCREMENT_FLAG).isEmpty() && !separate());
  }

  boolean isClustered() {
    return isPkHandle() || table.path("is_common_handle").asBoolean();
  }

  /** Returns where an allocator lies: in the table's first database. */
  static long allocatorDatabase(Session.Target target) {
    long old = target.table().path("old_schema_id").asLong();
    return old == 0 ? target.databaseId() : old;
  }

  private boolean isPkHandle() {
    return table.path("pk_is_handle").asBoolean();
  }

  private boolean separate() {
    return table.path("version").asInt() >= SEPARATE_SINCE
        && table.path("auto_id_cache").asLong() == 1;
  }

  private String counted(String incremented) {
    return isPkHandle() ? incremented : ROW_ID_COLUMN;
  }

  private String columnWith(int flag) {
    for (JsonNode column : table.path("cols")) {
      if ((column.path("type").path("Flag").asLong() & flag) != 0) {
        return column.path("name").path("O").asText();
      }
    }
    return "";
  }

  private void add(Rows rows, Allocator allocator, String column, String type) {
    long stored =
        backend.allocator(allocatorDatabase(target), table.path("id").asLong(), allocator);
    rows.add(target.databaseName(), target.name(), column, String.valueOf(stored + 1), type);
  }
}
