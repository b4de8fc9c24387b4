package io.thunderhead.sql;

import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows in conflict in the tables where Lightning keeps its own (import-protocol 6.5): each in
 * {@code conflict_records_v2}, and so in {@code conflict_view}.
 */
public final class ConflictRecords {
  /** Most rows that are kept of one load, as many as Lightning keeps. */
  public static final int MOST = 10_000;

  private static final int OF_A_STATEMENT = 200;
  private static final int TEXT_BYTES = 65_535;
  private static final int PATH_CHARACTERS = 2048;

  private final TidbClient tidb;
  private final String schema;

  /**
   * One row in conflict.
   *
   * @param path file, empty when it is not known
   * @param offset where it stands in the file, 0 when that is not known
   * @param error what it is in conflict about and what became of it
   * @param rowId tells its place in the input
   * @param rowData its values
   */
  public record Line(String path, long offset, String error, long rowId, String rowData)
      implements Serializable {}

  /**
   * @param schema database of the tables, made when it is not there
   */
  public ConflictRecords(TidbClient tidb, String schema) {
    this.tidb = tidb;
    this.schema = schema;
  }

  /**
   * Adds rows of one load.
   *
   * @param taskId tells loads apart
   * @throws LoadException when TiDB refuses a statement or does not answer
   */
  public void add(TableName table, long taskId, List<Line> lines) {
    tidb.run("tables of " + schema, tables());
    List<String> statements = new ArrayList<>();
    statements.add("BEGIN");
    statements.addAll(inserts(table, taskId, lines));
    statements.add("COMMIT");
    tidb.run("rows in conflict", statements);
  }

  List<String> tables() {
    String in = TidbClient.quoted(schema);
    String first =
        "id bigint PRIMARY KEY AUTO_INCREMENT, task_id bigint NOT NULL, create_time datetime(6) NOT NULL DEFAULT now(6), table_name varchar(261) NOT NULL, ";
    return List.of(
        "CREATE DATABASE IF NOT EXISTS " + in,
        "CREATE TABLE IF NOT EXISTS "
            + in
            + ".conflict_error_v4 ("
            + first
            + "index_name varchar(128) NOT NULL, key_data text, row_data text, raw_key mediumblob NOT NULL, raw_value mediumblob NOT NULL, raw_handle mediumblob NOT NULL, raw_row mediumblob NOT NULL, kv_type tinyint(1) NOT NULL,"
            + " INDEX (task_id, table_name), INDEX (index_name), INDEX (table_name, index_name), INDEX (kv_type))",
        "CREATE TABLE IF NOT EXISTS "
            + in
            + ".conflict_records_v2 ("
            + first
            + "path varchar(2048) NOT NULL, offset bigint NOT NULL, error text NOT NULL, row_id bigint NOT NULL, row_data text NOT NULL, KEY (task_id, table_name))",
        "CREATE OR REPLACE VIEW "
            + in
            + ".conflict_view AS SELECT 0 AS is_precheck_conflict, task_id, create_time, table_name, index_name, key_data, row_data, raw_key, raw_value, raw_handle, raw_row, kv_type, NULL AS path, NULL AS offset, NULL AS error, NULL AS row_id FROM "
            + in
            + ".conflict_error_v4 UNION ALL SELECT 1, task_id, create_time, table_name, NULL, NULL, row_data, NULL, NULL, NULL, NULL, NULL, path, offset, error, row_id FROM "
            + in
            + ".conflict_records_v2");
  }

  List<String> inserts(TableName table, long taskId, List<Line> lines) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += OF_A_STATEMENT) {
      List<Line> some = lines.subList(i, Math.min(i + OF_A_STATEMENT, lines.size()));
      statements.add(
          "INSERT INTO %s.conflict_records_v2 (task_id, table_name, path, offset, error, row_id, row_data) VALUES %s"
              .formatted(
                  TidbClient.quoted(schema),
                  some.stream()
                      .map(line -> row(table, taskId, line))
                      .collect(Collectors.joining(", "))));
    }
    return statements;
  }

  private static String row(TableName table, long taskId, Line line) {
    String path = line.path();
    int from = Math.max(path.length() - PATH_CHARACTERS, 0);
    return "(%d, %s, %s, %d, %s, %d, %s)"
        .formatted(
            taskId,
            text(table.quoted()),
            text(path.substring(from)),
            line.offset(),
            text(line.error()),
            line.rowId(),
            text(line.rowData()));
  }

  /** Hex digits mean the same in every SQL mode and need no escapes. */
  private static String text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, TEXT_BYTES);
    while (length > 0 && length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
      length--;
    }
    return length == 0
        ? "''"
        : "CONVERT(0x%s USING utf8mb4)".formatted(HexFormat.of().formatHex(utf8, 0, length));
  }
}
