package io.thunderhead.verify;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.type.SqlMode;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where rows are read by SQL, in UTC: TiDB at one timestamp for all connections; of other servers,
 * each connection sees one moment of its own.
 *
 * @param snapshot TiDB's timestamp, 0 for another server
 */
record SqlReader(SqlServers servers, long snapshot) implements Serializable {
  private static final Duration ANSWER = Duration.ofMinutes(10);
  private static final Map<String, String> PROPERTIES =
      Map.of("characterEncoding", "UTF-8", "tcpKeepAlive", "true");

  /** Asks a server what it is, and TiDB for the time. */
  static SqlReader of(SqlServers servers) {
    TidbClient client = client(servers);
    String version = client.rows("SELECT VERSION()").get(0).get(0);
    return new SqlReader(servers, version.contains("TiDB") ? timestamp(client) : 0);
  }

  static TidbClient client(SqlServers servers) {
    return new TidbClient(servers.addresses(), servers.user(), servers.password());
  }

  /** The status has the position of the newest commit, which is a timestamp. */
  private static long timestamp(TidbClient client) {
    return Long.parseLong(client.rows("SHOW MASTER STATUS").get(0).get(1));
  }

  boolean isTidb() {
    return snapshot != 0;
  }

  SqlReader renewed() {
    return of(servers);
  }

  String name(String tables) {
    return "%s at %s%s"
        .formatted(
            tables,
            String.join(",", servers.addresses()),
            isTidb() ? " at timestamp " + snapshot : "");
  }

  /** Returns how values that the server shows are read: as they are, or not at all. */
  EncodeSettings settings(EncodeSettings target) {
    return new EncodeSettings(
        ZoneOffset.UTC,
        Set.of(SqlMode.STRICT_ALL_TABLES, SqlMode.ALLOW_INVALID_DATES),
        target.newCollation(),
        target.statementTime());
  }

  List<List<String>> rows(String sql) {
    return client(servers).rows(sql);
  }

  /**
   * Connects and begins to see the table as it is.
   *
   * @throws LoadException UNREACHABLE when no server lets us in
   */
  Connection open() {
    SQLException last = null;
    for (String address : servers.addresses()) {
      try {
        return open(address);
      } catch (SQLException e) {
        last = e;
      }
    }
    throw new LoadException(
            ErrorCode.UNREACHABLE,
            "no SQL server answers at %s (%s). Check address, user and password."
                .formatted(String.join(", ", servers.addresses()), last.getMessage()),
            last)
        .portable();
  }

  private Connection open(String address) throws SQLException {
    Connection connection = servers.open(address, PROPERTIES);
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER.toMillis()));
    try (Statement statement = connection.createStatement()) {
      for (String each : settings()) {
        statement.execute(each);
      }
    }
    return connection;
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    // Without it, each column would come in its own character set.
    settings.add("SET NAMES utf8mb4");
    settings.add("SET SESSION sql_mode = '', SESSION time_zone = '+00:00'");
    if (isTidb()) {
      settings.add("SET SESSION tidb_snapshot = '%d'".formatted(snapshot));
    } else {
      settings.add("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      settings.add("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    }
    return settings;
  }

  /** Asks for rows that are sent while they are read. */
  static ResultSet stream(Connection connection, String sql) throws SQLException {
    Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setEscapeProcessing(false);
    statement.setFetchSize(Integer.MIN_VALUE);
    return statement.executeQuery(sql);
  }
}
