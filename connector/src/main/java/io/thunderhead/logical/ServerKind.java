package io.thunderhead.logical;

import io.thunderhead.schema.ColumnInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What servers of MySQL's protocol do differently, as far as a load minds. A server is TiDB when
 * its version string says so.
 *
 * <ul>
 *   <li>Only TiDB has variables that begin with {@code tidb_}, and {@code
 *       allow_auto_random_explicit_insert}.
 *   <li>Only TiDB has columns {@code TIDB_TABLE_ID}, {@code TIDB_PK_TYPE} and {@code
 *       TIDB_ROW_ID_SHARDING_INFO} in {@code information_schema.tables}.
 *   <li>TiDB shows members of ENUM and SET with quotes doubled, and with {@code \0}, {@code \n} and
 *       {@code \r} for these characters, but a backslash as itself; others show two of these.
 *   <li>Other servers quote the default values in {@code information_schema.columns} and write NULL
 *       there as a word.
 *   <li>{@code LOAD DATA} belongs to the transaction around it in TiDB from 7.6.0 and in others;
 *       older TiDB commits before it and after it.
 *   <li>A failed statement leaves what the transaction did before it in both, but for a deadlock,
 *       which ends the transaction.
 * </ul>
 */
enum ServerKind {
  TIDB,
  OTHER;

  private static final Pattern RELEASE = Pattern.compile("TiDB-v?(\\d+)\\.(\\d+)");
  private static final int UNDOES_LOAD_DATA = 7_006;
  private static final int THOUSAND = 1_000;

  private static final Pattern AMBIGUOUS = Pattern.compile("\\\\[0nr]");

  /**
   * Tells the kind.
   *
   * @param version as {@code SELECT VERSION()} tells it
   */
  static ServerKind of(String version) {
    return version.contains("TiDB") ? TIDB : OTHER;
  }

  /**
   * Tells whether a transaction undoes what LOAD DATA did in it.
   *
   * @param version as {@code SELECT VERSION()} tells it
   */
  static boolean undoesLoadData(String version) {
    if (of(version) == OTHER) {
      return true;
    }
    Matcher release = RELEASE.matcher(version);
    return release.find()
        && Integer.parseInt(release.group(1)) * THOUSAND + Integer.parseInt(release.group(2))
            >= UNDOES_LOAD_DATA;
  }

  /**
   * Returns the statements that a session must run.
   *
   * @param columns those that rows bring values for
   */
  List<String> required(List<ColumnInfo> columns, boolean autoRandom) {
    List<String> statements = new ArrayList<>();
    if (this == TIDB) {
      statements.add("SET SESSION tidb_txn_mode = 'pessimistic'");
      if (columns.stream().anyMatch(each -> each.name().equals(ColumnInfo.ROW_ID))) {
        statements.add("SET SESSION tidb_opt_write_row_id = 1");
      }
      if (autoRandom) {
        statements.add("SET SESSION allow_auto_random_explicit_insert = 1");
      }
    }
    return statements;
  }

  /** Returns the statements that older servers may not know. */
  List<String> optional() {
    return this == TIDB
        ? List.of(
            // A key that is taken is told by the statement that claims it, not by the commit.
            "SET SESSION tidb_constraint_check_in_place_pessimistic = ON",
            // A load gives way to those whom the cluster serves.
            "SET SESSION tidb_request_source_type = 'lightning'")
        : List.of();
  }

  /** Returns the columns of {@code information_schema.tables} that tell of ids and the key. */
  String tableColumns() {
    return this == TIDB
        ? "TIDB_TABLE_ID, TIDB_PK_TYPE, TIDB_ROW_ID_SHARDING_INFO"
        : "1, 'CLUSTERED', NULL";
  }

  /** Tells whether a backslash in a member of an ENUM or SET is shown as two. */
  boolean escapesMembers() {
    return this == OTHER;
  }

  /** Tells whether members as they are shown may mean one thing or another. */
  boolean hidesMembers(String columnType) {
    boolean named = columnType.startsWith("enum(") || columnType.startsWith("set(");
    return this == TIDB && named && AMBIGUOUS.matcher(columnType).find();
  }

  /** Tells whether a default as the server shows it is one. */
  boolean isDefault(String shown) {
    return shown != null && (this == TIDB || !shown.equalsIgnoreCase("NULL"));
  }
}
