package io.thunderhead.verify;

import io.thunderhead.option.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a table into ranges of the first column of its primary key, about as many rows in each. A
 * table without a key, or whose key has no order that SQL's literals keep, is one range.
 */
final class KeyChunks {
  private static final long ROWS = 100_000;
  private static final long MOST = 512;
  private static final Set<String> NUMBERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal");
  private static final Set<String> QUOTED = Set.of("char", "varchar", "date", "datetime");
  private static final Set<String> BYTES = Set.of("binary", "varbinary");

  private final SqlReader reader;
  private final TableName table;

  KeyChunks(SqlReader reader, TableName table) {
    this.reader = reader;
    this.table = table;
  }

  /** Returns conditions of which each row of the table meets exactly one. */
  List<String> conditions() {
    List<List<String>> key =
        reader.rows(
            "SELECT c.COLUMN_NAME, c.DATA_TYPE, t.TABLE_ROWS FROM information_schema.columns c JOIN information_schema.statistics s ON s.TABLE_SCHEMA = c.TABLE_SCHEMA AND s.TABLE_NAME = c.TABLE_NAME AND s.COLUMN_NAME = c.COLUMN_NAME JOIN information_schema.tables t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME WHERE c.TABLE_SCHEMA = %s AND c.TABLE_NAME = %s AND s.INDEX_NAME = 'PRIMARY' AND s.SEQ_IN_INDEX = 1 AND s.SUB_PART IS NULL"
                .formatted(text(table.database()), text(table.table())));
    if (key.isEmpty()) {
      return List.of("1");
    }
    String column = TableName.quoted(key.get(0).get(0));
    String literal = literal(column, key.get(0).get(1).toLowerCase(Locale.ROOT));
    long rows = key.get(0).get(2) == null ? 0 : Long.parseLong(key.get(0).get(2));
    return literal == null
        ? List.of("1")
        : between(column, bounds(column, literal, Math.max(ROWS, rows / MOST)));
  }

  /** Returns an expression whose text stands for a value of the column; null when none does. */
  private static String literal(String column, String type) {
    if (NUMBERS.contains(type)) {
      return "CAST(" + column + " AS CHAR)";
    } else if (QUOTED.contains(type)) {
      return "QUOTE(" + column + ")";
    }
    return BYTES.contains(type) ? "CONCAT('0x', HEX(" + column + "))" : null;
  }

  /** Walks along the key, many rows at each step. */
  private List<String> bounds(String column, String literal, long step) {
    List<String> bounds = new ArrayList<>();
    String behind = "";
    while (true) {
      List<List<String>> next =
          reader.rows(
              "SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET %d"
                  .formatted(literal, table.quoted(), behind, column, step - 1));
      if (next.isEmpty()) {
        return bounds;
      }
      bounds.add(next.get(0).get(0));
      behind = " WHERE %s > %s".formatted(column, next.get(0).get(0));
    }
  }

  private static List<String> between(String column, List<String> bounds) {
    List<String> conditions = new ArrayList<>();
    String from = "";
    for (String bound : bounds) {
      conditions.add(from + "%s <= %s".formatted(column, bound));
      from = "%s > %s AND ".formatted(column, bound);
    }
    conditions.add(from.isEmpty() ? "1" : from.substring(0, from.length() - " AND ".length()));
    return conditions;
  }

  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
