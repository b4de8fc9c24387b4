package io.thunderhead.contract;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A connection to TiDB with a database of its own, which is dropped on close. */
final class SqlDoor implements AutoCloseable {
  private final String address;
  private final String database;
  private final Connection connection;

  private SqlDoor(String address, String database, Connection connection) {
    this.address = address;
    this.database = database;
    this.connection = connection;
  }

  static SqlDoor open(String address) {
    String database = "contract_" + UUID.randomUUID().toString().replace("-", "");
    try {
      SqlDoor door = new SqlDoor(address, database, connect(address, "root", ""));
      door.run("CREATE DATABASE " + database);
      door.run("USE " + database);
      return door;
    } catch (SQLException e) {
      throw new IllegalStateException("TiDB at " + address + " does not answer", e);
    }
  }

  static Connection connect(String address, String user, String password) throws SQLException {
    return DriverManager.getConnection("jdbc:mysql://" + address + "/", user, password);
  }

  String address() {
    return address;
  }

  String database() {
    return database;
  }

  void run(String sql) throws SQLException {
    CallLog.note("SQL");
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the text of all rows. */
  List<List<String>> rows(String sql) throws SQLException {
    CallLog.note("SQL");
    // The driver knows the first words of MySQL's queries only, and ADMIN is none of them.
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.execute(sql) ? statement.getResultSet() : null) {
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  String value(String sql) throws SQLException {
    return rows(sql).get(0).get(0);
  }

  /** Returns {@code ID_TYPE=next id} of each allocator. */
  List<String> nextIds(String table) throws SQLException {
    return rows("SHOW TABLE " + table + " NEXT_ROW_ID").stream()
        .map(row -> row.get(4) + "=" + row.get(3))
        .toList();
  }

  /** Returns the number that a statement fails with. */
  int failure(String sql) {
    try {
      run(sql);
    } catch (SQLException e) {
      return e.getErrorCode();
    }
    throw new AssertionError(sql + " went through");
  }

  @Override
  public void close() throws SQLException {
    run("DROP DATABASE IF EXISTS " + database);
    connection.close();
  }
}
