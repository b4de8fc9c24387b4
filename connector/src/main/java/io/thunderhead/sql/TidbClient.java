package io.thunderhead.sql;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements on any of several TiDB servers, each on a connection of its own, and takes the
 * next server when one does not answer. For the driver, a handful of statements a load: it keeps no
 * connection open but within {@link #onOneConnection}. Messages and logs never hold the password.
 */
public final class TidbClient {
  private static final Logger LOG = LoggerFactory.getLogger(TidbClient.class);
  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(5));
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final int ACCESS_DENIED = 1045;

  private final SqlServers servers;
  private final boolean keeps;
  private Connection kept;

  /**
   * Finds the JDBC driver; connects to nothing.
   *
   * @param addresses {@code host:port} of the SQL port of TiDB servers
   * @throws LoadException INVALID_OPTION when the driver is not on the class path
   */
  public TidbClient(List<String> addresses, String user, String password) {
    this(new SqlServers(addresses, user, password), false);
    SqlServers.driver();
  }

  private TidbClient(SqlServers servers, boolean keeps) {
    this.servers = servers;
    this.keeps = keeps;
  }

  /**
   * Does work of one thread whose statements share a connection, and what they set there, as long
   * as it holds.
   *
   * @param work gets the client to ask with, which is of no use afterwards
   */
  public <T> T onOneConnection(Function<TidbClient, T> work) {
    TidbClient one = new TidbClient(servers, true);
    try {
      return work.apply(one);
    } finally {
      one.drop();
    }
  }

  private void drop() {
    Connection last = kept;
    kept = null;
    if (last != null) {
      try {
        last.close();
      } catch (SQLException e) {
        LOG.debug("closing a connection to TiDB: {}", e.getMessage());
      }
    }
  }

  /** Tells whether the JDBC driver is on the class path. */
  public static boolean hasDriver() {
    return SqlServers.hasDriver();
  }

  /** What is done on one connection. */
  interface Work<T> {
    T on(Session session) throws SQLException;
  }

  /** One connection; nothing that it sets outlives it. */
  static final class Session {
    private final Connection connection;

    private Session(Connection connection) {
      this.connection = connection;
    }

    void run(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Returns the text of all rows, null for NULL. */
    List<List<String>> rows(String sql) throws SQLException {
      // The driver refuses executeQuery for first words that only TiDB knows.
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.execute(sql) ? statement.getResultSet() : null) {
        List<List<String>> rows = new ArrayList<>();
        while (found != null && found.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            // As the server wrote it: the driver refuses 64 unsigned bits as text of a number.
            byte[] text = found.getBytes(i);
            row.add(text == null ? null : new String(text, StandardCharsets.UTF_8));
          }
          rows.add(row);
        }
        return rows;
      }
    }
  }

  /**
   * Runs a statement; it must do no harm when it runs twice.
   *
   * @throws LoadException UNREACHABLE, ACCESS_DENIED or SQL_FAILED
   */
  public void run(String sql) {
    inSession(
        sql,
        session -> {
          session.run(sql);
          return null;
        });
  }

  /**
   * Runs statements one after the other on one connection; they must do no harm when they run
   * twice.
   *
   * @param what stands in messages
   * @throws LoadException UNREACHABLE, ACCESS_DENIED or SQL_FAILED
   */
  public void run(String what, List<String> statements) {
    inSession(
        what,
        session -> {
          for (String sql : statements) {
            session.run(sql);
          }
          return null;
        });
  }

  /** Runs a query and returns the text of all rows, null for NULL. */
  public List<List<String>> rows(String sql) {
    return inSession(sql, session -> session.rows(sql));
  }

  /**
   * Does work on a connection of its own, and again on another when the connection breaks.
   *
   * @param what stands in messages
   */
  <T> T inSession(String what, Work<T> work) {
    return inSession(what, ANSWER, work);
  }

  /** As the other, with the time that one statement may take. */
  <T> T inSession(String what, Duration longest, Work<T> work) {
    List<String> addresses = servers.addresses();
    Backoff backoff = new Backoff("asking TiDB at " + String.join(", ", addresses), RETRIES);
    for (int attempt = 0; ; attempt++) {
      String address = addresses.get(attempt % addresses.size());
      try {
        return on(address, longest, work);
      } catch (SQLException e) {
        if (!isConnectionFailure(e)) {
          throw refused(what, e);
        }
        drop();
        backoff.failed(address + " (" + firstLine(e) + ")", e, ErrorCode.UNREACHABLE);
      }
    }
  }

  private <T> T on(String address, Duration longest, Work<T> work) throws SQLException {
    if (!keeps) {
      try (Connection connection = connect(address, longest)) {
        return work.on(new Session(connection));
      }
    }
    if (kept == null) {
      kept = connect(address, longest);
    } else {
      kept.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.toMillis()));
    }
    return work.on(new Session(kept));
  }

  private Connection connect(String address, Duration longest) throws SQLException {
    LOG.debug("connecting to TiDB at {} as {}", address, servers.user());
    Connection connection = servers.open(address, Map.of());
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.toMillis()));
    return connection;
  }

  /** SQLSTATE class 08: nobody can tell whether the statement was run. */
  private static boolean isConnectionFailure(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("08");
  }

  private LoadException refused(String what, SQLException e) {
    int code = e.getErrorCode();
    if (code == ACCESS_DENIED) {
      return new LoadException(
          ErrorCode.ACCESS_DENIED,
          "TiDB does not let user '%s' in (%s). Check options user and password."
              .formatted(servers.user(), firstLine(e)),
          e);
    }
    boolean denied = code == 1044 || code == 1142 || code == 1227;
    return new LoadException(
        denied ? ErrorCode.ACCESS_DENIED : ErrorCode.SQL_FAILED,
        "TiDB refuses '%s': error %d, %s. %s"
            .formatted(
                what,
                code,
                firstLine(e),
                denied
                    ? "Grant user '" + servers.user() + "' SELECT, INSERT and ALTER on the table."
                    : "Check that the server is TiDB 5.0 or newer."),
        e);
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Quotes a name. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Reads a switch, which TiDB shows as 1 or ON. */
  static boolean isOn(String value) {
    return switch (String.valueOf(value).toUpperCase(Locale.ROOT)) {
      case "1", "ON", "TRUE" -> true;
      default -> false;
    };
  }
}
