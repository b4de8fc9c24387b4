package io.thunderhead.logical;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.type.SqlMode;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a task, and another when it breaks: transactions that the task ends itself,
 * repeatable reads, the load's {@code sql_mode} and time zone. Not thread-safe.
 */
final class SqlSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqlSession.class);

  /** Counts of affected rows are those that changed; statements arrive as they are written. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "useAffectedRows", "true",
          // The server may ask for a file, and gets none but the stream of the statement that asks
          // for it: no file lies in a folder that is not there.
          "allowLoadLocalInfileInPath", "/nonexistent",
          "characterEncoding", "UTF-8",
          "jdbcCompliantTruncation", "false",
          "cacheServerConfiguration", "true",
          "useLocalSessionState", "true",
          "maintainTimeStats", "false",
          "tcpKeepAlive", "true");

  private final LogicalPlan plan;
  private int server;
  private Connection connection;
  private Statement statement;
  private final Set<String> prepared = new HashSet<>();

  /**
   * @param first number of the server to begin with, so that tasks take different ones
   */
  SqlSession(LogicalPlan plan, int first) {
    this.plan = plan;
    this.server = first;
  }

  /** Tells whether there is a connection, as far as is known. */
  boolean isOpen() {
    return connection != null;
  }

  /** Connects, to the next server after the last. */
  void open() throws SQLException {
    List<String> addresses = plan.servers().addresses();
    String address = addresses.get(Math.floorMod(server++, addresses.size()));
    connection = plan.servers().open(address, PROPERTIES);
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(plan.answer().toMillis()));
    statement = connection.createStatement();
    // The driver would take braces in values for its own escapes.
    statement.setEscapeProcessing(false);
    for (String each : settings()) {
      statement.execute(each);
    }
    for (String each : plan.target().kind().optional()) {
      trySetting(each);
    }
    prepared.clear();
    takes(List.of());
    connection.setAutoCommit(false);
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    settings.add("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    settings.add(
        "SET SESSION sql_mode = '%s', SESSION time_zone = '%s', SESSION foreign_key_checks = %d"
            .formatted(
                modes(plan.encode().sqlMode()),
                LogicalPlan.zone(plan.encode().zone()),
                plan.foreignKeys() ? 1 : 0));
    return settings;
  }

  private static String modes(Collection<SqlMode> modes) {
    return modes.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  /** Goes on without a setting that the server does not know, or does not let this user change. */
  private void trySetting(String sql) throws SQLException {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.PASSING) {
        throw e;
      }
      LOG.debug("the server refuses '{}': {}", sql, e.getMessage());
    }
  }

  /** Lets statements bring values for these columns. */
  void takes(List<ColumnInfo> columns) throws SQLException {
    for (String each : plan.target().kind().required(columns, plan.target().autoRandom())) {
      if (!prepared.contains(each)) {
        statement.execute(each);
        prepared.add(each);
      }
    }
  }

  Statement statement() {
    return statement;
  }

  /**
   * Runs a LOAD DATA LOCAL statement.
   *
   * @param rows what the server gets for the file
   * @return rows that changed
   */
  long load(String sql, InputStream rows) throws SQLException {
    RuntimeProperty<Boolean> allowed =
        connection
            .unwrap(JdbcConnection.class)
            .getPropertySet()
            .getBooleanProperty(PropertyKey.allowLoadLocalInfile);
    allowed.setValue(true);
    statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(rows);
    try {
      return statement.executeLargeUpdate(sql);
    } finally {
      statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(null);
      allowed.setValue(false);
    }
  }

  /** Returns the first warning of the last statement, null when there is none. */
  String warning() throws SQLException {
    SQLWarning warning = statement.getWarnings();
    return warning == null ? null : warning.getMessage();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Drops the connection, and with it what is not committed. */
  @Override
  public void close() {
    Connection last = connection;
    connection = null;
    if (last != null) {
      try {
        last.abort(Runnable::run);
      } catch (SQLException e) {
        // The server ends the transaction of a connection that is gone all the same.
        return;
      }
    }
  }
}
