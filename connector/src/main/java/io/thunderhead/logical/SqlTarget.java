package io.thunderhead.logical;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.SchemaState;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.TidbClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a table's columns out of {@code information_schema}. */
public final class SqlTarget {
  private final TidbClient tidb;
  private final TableName name;
  private final String version;
  private final ServerKind kind;

  private SqlTarget(TidbClient tidb, TableName name) {
    this.tidb = tidb;
    this.name = name;
    this.version = tidb.rows("SELECT VERSION()").get(0).get(0);
    this.kind = ServerKind.of(version);
  }

  /**
   * Reads a table.
   *
   * @throws LoadException TABLE_NOT_FOUND; UNSUPPORTED when it is a view or has a column of an
   *     unknown type
   */
  public static LogicalPlan.Target read(TidbClient tidb, TableName name) {
    return new SqlTarget(tidb, name).read();
  }

  private LogicalPlan.Target read() {
    List<List<String>> tables =
        tidb.rows(
            "SELECT TABLE_TYPE, %s FROM information_schema.tables WHERE %s"
                .formatted(kind.tableColumns(), of(name)));
    if (tables.isEmpty()) {
      throw missing();
    }
    List<String> table = tables.get(0);
    if (!table.get(0).equalsIgnoreCase("BASE TABLE")) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "%s is a %s and no table. Name a table."
              .formatted(name, table.get(0).toLowerCase(Locale.ROOT)));
    }
    boolean clustered = "CLUSTERED".equalsIgnoreCase(table.get(2));
    boolean autoRandom = String.valueOf(table.get(3)).contains("PK_AUTO_RANDOM_BITS");
    List<ColumnInfo> columns = columns(autoRandom);
    return new LogicalPlan.Target(
        name,
        info(Long.parseLong(table.get(1)), columns, clustered),
        autoRandom,
        kind == ServerKind.TIDB,
        ServerKind.undoesLoadData(version),
        List.of());
  }

  private List<ColumnInfo> columns(boolean autoRandom) {
    List<ColumnInfo> columns = new ArrayList<>();
    boolean random = autoRandom;
    for (List<String> row :
        tidb.rows(
            "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLUMN_KEY, CHARACTER_SET_NAME, COLLATION_NAME, GENERATION_EXPRESSION FROM information_schema.columns WHERE %s ORDER BY ORDINAL_POSITION"
                .formatted(of(name)))) {
      boolean key = "PRI".equalsIgnoreCase(row.get(5));
      columns.add(column(row, columns.size(), key, key && random));
      // AUTO_RANDOM is only for the first column of the key.
      random &= !key;
    }
    return columns;
  }

  private ColumnInfo column(List<String> row, int offset, boolean key, boolean random) {
    String extra = String.valueOf(row.get(4)).toUpperCase(Locale.ROOT);
    String generated = row.get(8) == null ? "" : row.get(8);
    FieldType.Traits traits =
        new FieldType.Traits(
            row.get(6) == null ? "binary" : row.get(6),
            row.get(7) == null ? "binary" : row.get(7),
            "NO".equalsIgnoreCase(row.get(2)),
            key,
            random || extra.contains("AUTO_INCREMENT"));
    return new ColumnInfo(
        offset + 1L,
        row.get(0),
        offset,
        type(row.get(0), row.get(1), traits),
        SchemaState.PUBLIC,
        false,
        kind.isDefault(row.get(3)) ? row.get(3) : null,
        extra.contains("DEFAULT_GENERATED"),
        null,
        generated,
        extra.contains("STORED"),
        false,
        2);
  }

  private FieldType type(String column, String words, FieldType.Traits traits) {
    if (kind.hidesMembers(words)) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "column %s of table %s is %s: TiDB shows a line end or a NUL in a member as it shows a backslash and a letter, so that the members cannot be told by SQL. Rename the member, or load with backend=local."
              .formatted(column, name, words));
    }
    try {
      return FieldType.ofSql(words, kind.escapesMembers(), traits);
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "column %s of table %s: %s that is supported. Load it with TiDB itself."
              .formatted(column, name, e.getMessage()),
          e);
    }
  }

  /** Returns a table of which statements need the columns, and whether it has row ids. */
  private TableInfo info(long id, List<ColumnInfo> columns, boolean clustered) {
    return new TableInfo(
        id,
        name.table(),
        "",
        "",
        columns,
        List.of(),
        List.of(),
        SchemaState.PUBLIC,
        false,
        clustered,
        0,
        null,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        0,
        0,
        0,
        0,
        0,
        5);
  }

  private LoadException missing() {
    List<String> databases =
        tidb.rows("SELECT SCHEMA_NAME FROM information_schema.schemata").stream()
            .map(row -> row.get(0))
            .toList();
    if (databases.stream().noneMatch(each -> each.equalsIgnoreCase(name.database()))) {
      return FoundTable.missingDatabase(name, databases);
    }
    return FoundTable.missing(
        name,
        tidb
            .rows(
                "SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = %s"
                    .formatted(text(name.database())))
            .stream()
            .map(row -> row.get(0))
            .toList());
  }

  private static String of(TableName name) {
    return "TABLE_SCHEMA = %s AND TABLE_NAME = %s"
        .formatted(text(name.database()), text(name.table()));
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
