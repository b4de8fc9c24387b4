package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.route.TableFilter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads from the source which tables there are and what they are made of. */
final class SourceCatalog {
  /** Engines of which a transaction holds a snapshot. */
  private static final Set<String> ENGINES = Set.of("innodb", "rocksdb");

  private static final Pattern GENERATED =
      Pattern.compile("\\b(?:VIRTUAL|STORED|PERSISTENT)\\b", Pattern.CASE_INSENSITIVE);

  /** Names of files tell databases and tables; the rules that read them know no other names. */
  private static final Pattern FILE_NAME = Pattern.compile("[^./\\\\:\\p{Cntrl}]+");

  private static final Pattern TABLE_FILE_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");

  private static final Pattern SAFE_CHARSET = Pattern.compile("(?:utf8|utf8mb3|utf8mb4|ascii)_.*");

  private final SourceSession session;

  SourceCatalog(SourceSession session) {
    this.session = session;
  }

  /**
   * What is known of a table without looking at it.
   *
   * @param rows the server's estimate
   * @param bytes the server's estimate
   */
  record Listed(TableName name, long rows, long bytes) {}

  /**
   * Lists the tables that a filter takes, in order of their names.
   *
   * @param views takes the names of views, which are not read
   * @throws LoadException when there is none, and for tables that no snapshot can be taken of
   */
  List<Listed> tables(TableFilter filter, List<TableName> views) throws SQLException {
    List<Listed> tables = new ArrayList<>();
    for (List<String> row :
        session.rows(
            "SELECT table_schema, table_name, table_type, engine, COALESCE(table_rows, 0), COALESCE(data_length, 0) FROM information_schema.tables WHERE LOWER(table_schema) NOT IN ('information_schema', 'performance_schema') ORDER BY 1, 2")) {
      TableName name = new TableName(row.get(0), row.get(1));
      if (!filter.takes(name.database(), name.table())) {
        continue;
      }
      if (!row.get(2).startsWith("BASE")) {
        views.add(name);
        continue;
      }
      checkEngine(name, String.valueOf(row.get(3)));
      checkFileName(name);
      tables.add(new Listed(name, Long.parseLong(row.get(4)), Long.parseLong(row.get(5))));
    }
    if (tables.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "the source %s has no table that the filter takes and its user may see. Check --filter, --tables and the grants of --from-user."
              .formatted(session.address()));
    }
    return tables;
  }

  /**
   * Looks whether the user may read all columns: those that one may not see are not even listed.
   *
   * @throws LoadException ACCESS_DENIED
   */
  void requireReadable(TableName name) throws SQLException {
    try {
      session.rows("SELECT * FROM " + name.quoted() + " LIMIT 0");
    } catch (SQLException e) {
      if (!SourceFailure.isDenied(e)) {
        throw e;
      }
      throw new LoadException(
          ErrorCode.ACCESS_DENIED,
          "the source %s does not let the user read all columns of table %s (%s). Grant SELECT on the table, or leave it out with --filter '!%s'."
              .formatted(session.address(), name, SourceFailure.text(e), name),
          e);
    }
  }

  private static void checkEngine(TableName name, String engine) {
    if (!ENGINES.contains(engine.toLowerCase(Locale.ROOT))) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "table %s of the source is of engine %s, of which no transaction holds a snapshot. Change it to InnoDB there, or leave it out with --filter '!%s'."
              .formatted(name, engine, name));
    }
  }

  private static void checkFileName(TableName name) {
    // Listings leave out files whose names begin so.
    boolean hidden = name.database().startsWith("_");
    if (hidden
        || !FILE_NAME.matcher(name.database()).matches()
        || !TABLE_FILE_NAME.matcher(name.table()).matches()) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "table %s of the source cannot be staged, for no file can be named so that its database and table are known again. Leave it out with --filter, and load it from a file with --table."
              .formatted(name));
    }
  }

  /**
   * Reads what a table is made of; it must not change before the snapshot begins.
   *
   * @throws LoadException UNSUPPORTED for a column whose values cannot be loaded
   */
  SourceTable table(Listed listed) throws SQLException {
    TableName name = listed.name();
    List<SourceColumn> columns = new ArrayList<>();
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (List<String> row : session.rows("SHOW FULL COLUMNS FROM " + name.quoted())) {
      String extra = row.get(6) == null ? "" : row.get(6);
      all.put(row.get(0), row);
      if (!GENERATED.matcher(extra.replace("DEFAULT_GENERATED", "")).find()) {
        columns.add(new SourceColumn(row.get(0), form(name, row.get(0), row.get(1))));
      }
    }
    String create = session.rows("SHOW CREATE TABLE " + name.quoted()).get(0).get(1);
    return new SourceTable(name, columns, key(name, all), create, listed.rows(), listed.bytes());
  }

  private static SourceColumn.Form form(TableName table, String column, String type) {
    SourceColumn.Form form = SourceColumn.form(type);
    if (form == null) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "column `%s` of table %s is of type %s, which TiDB has not or no dump can carry. Leave the table out with --filter '!%s', or drop the column."
              .formatted(column, table, type, table));
    }
    return form;
  }

  /** Finds the primary key, else the first unique one whose first column can cut the table. */
  private SourceTable.Key key(TableName name, Map<String, List<String>> columns)
      throws SQLException {
    Map<String, SourceTable.Key> found = new LinkedHashMap<>();
    for (List<String> row : session.rows("SHOW INDEX FROM " + name.quoted())) {
      boolean first = row.get(1).equals("0") && row.get(3).equals("1");
      // A prefix (column 8) does not order whole values, and a NULL is in no range.
      List<String> column =
          row.get(4) == null || row.get(7) != null ? null : columns.get(row.get(4));
      if (first && column != null && column.get(3).equals("NO")) {
        SourceTable.Key.Kind kind = kind(column.get(1), column.get(2));
        if (kind != null) {
          found.putIfAbsent(row.get(2), new SourceTable.Key(column.get(0), kind));
        }
      }
    }
    SourceTable.Key primary = found.get("PRIMARY");
    return primary != null || found.isEmpty() ? primary : found.values().iterator().next();
  }

  /**
   * Returns how a key is cut, null when it is not. A text of another character set than Unicode or
   * ASCII may be compared by one collation with one value and by another with the next, and rows
   * between two ranges would be lost.
   */
  private static SourceTable.Key.Kind kind(String type, String collation) {
    String name = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9].*$", "");
    return switch (name) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> SourceTable.Key.Kind.INTEGER;
      case "decimal" -> SourceTable.Key.Kind.NUMBER;
      case "date", "datetime", "timestamp" -> SourceTable.Key.Kind.TEXT;
      case "char", "varchar" ->
          collation != null && SAFE_CHARSET.matcher(collation).matches()
              ? SourceTable.Key.Kind.TEXT
              : null;
      case "binary", "varbinary" -> SourceTable.Key.Kind.BYTES;
      default -> null;
    };
  }
}
