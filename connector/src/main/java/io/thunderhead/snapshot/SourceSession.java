package io.thunderhead.snapshot;

import io.thunderhead.error.LoadException;
import io.thunderhead.sql.SqlServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One connection to the source: texts in UTF-8, times in UTC, no limits on how long a result may
 * take. It is never opened again, because what it holds (a lock, a snapshot) would be another. Not
 * thread-safe.
 */
final class SourceSession implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofHours(1);

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "characterEncoding", "UTF-8",
          "maintainTimeStats", "false",
          "tcpKeepAlive", "true",
          "netTimeoutForStreamingResults", String.valueOf(ANSWER.toSeconds()));

  /**
   * Modes would change how statements are read and how SHOW CREATE TABLE writes; without a
   * character set of results, which the driver takes away, each column would come in its own.
   */
  private static final List<String> SETTINGS =
      List.of(
          "SET NAMES utf8mb4",
          "SET SESSION sql_mode = ''",
          "SET SESSION time_zone = '+00:00'",
          "SET SESSION sql_quote_show_create = 1",
          "SET SESSION net_write_timeout = " + ANSWER.toSeconds(),
          "SET SESSION wait_timeout = 86400",
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");

  /** Not every server has these. */
  private static final List<String> OPTIONAL =
      List.of(
          "SET SESSION max_execution_time = 0",
          "SET SESSION max_statement_time = 0",
          "SET SESSION idle_transaction_timeout = 0",
          "SET SESSION information_schema_stats_expiry = 86400");

  private final String address;
  private final Connection connection;

  private SourceSession(String address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @throws LoadException SOURCE_UNREADABLE or ACCESS_DENIED
   */
  static SourceSession open(SqlServers server) {
    String address = server.addresses().get(0);
    SourceSession session;
    try {
      session = new SourceSession(address, server.open(address, PROPERTIES));
    } catch (SQLException e) {
      throw SourceFailure.of(address, "logging in as '" + server.user() + "'", e);
    }
    try {
      session.connection.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER.toMillis()));
      for (String setting : SETTINGS) {
        session.run(setting);
      }
      for (String setting : OPTIONAL) {
        session.tryRun(setting);
      }
      return session;
    } catch (SQLException e) {
      session.close();
      throw SourceFailure.of(address, "setting up a session", e);
    }
  }

  String address() {
    return address;
  }

  /** Runs a statement. */
  void run(String sql) throws SQLException {
    try (Statement statement = statement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement, and tells whether the server knows it. */
  boolean tryRun(String sql) throws SQLException {
    try {
      run(sql);
      return true;
    } catch (SQLException e) {
      if (SourceFailure.isUnknown(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Returns the text of all rows, null for NULL. */
  List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = statement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          byte[] text = found.getBytes(i);
          row.add(text == null ? null : new String(text, StandardCharsets.UTF_8));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Takes one row after the other. */
  interface RowSink {
    /**
     * @param row on this row; {@code getBytes} gives each value as the server wrote it
     */
    void take(ResultSet row) throws SQLException;
  }

  /** Runs a query whose rows are handed on as they arrive; one is held at a time. */
  void stream(String sql, RowSink sink) throws SQLException {
    try (Statement statement = statement()) {
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet found = statement.executeQuery(sql)) {
        while (found.next()) {
          hand(found, sink);
        }
      }
    }
  }

  /** Whoever takes no more rows would have to wait for all the rest but for a broken connection. */
  private void hand(ResultSet row, RowSink sink) throws SQLException {
    try {
      sink.take(row);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Statement statement() throws SQLException {
    Statement statement = connection.createStatement();
    // The driver would take braces in values for its own escapes.
    statement.setEscapeProcessing(false);
    return statement;
  }

  /** Drops the connection, and with it locks and snapshot. */
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // The server frees what a connection held that is gone all the same.
      return;
    }
  }
}
