package io.thunderhead.tidb;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.Lexer;
import io.thunderhead.ddl.Token;
import io.thunderhead.ddl.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One client's state, and the way of a statement to what runs it. Not thread-safe. */
final class Session {
  /** Bit of the server status in a transaction. */
  private static final int IN_TRANSACTION = 1;

  /** Bit of the server status while each statement is a transaction. */
  static final int AUTOCOMMIT = 2;

  private final long id;
  private final String user;
  private final Server server;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> userVariables = new LinkedHashMap<>();
  private List<Warning> warnings = new ArrayList<>();
  private List<Warning> before = List.of();
  private String database;
  private boolean inTransaction;
  private boolean hasInserted;

  /** One line of SHOW WARNINGS. */
  record Warning(String level, int code, String message) {}

  /** A table that a statement names. */
  record Target(JsonNode database, JsonNode table) {
    long databaseId() {
      return database.path("id").asLong();
    }

    String databaseName() {
      return database.path("db_name").path("O").asText();
    }

    String name() {
      return table.path("name").path("O").asText();
    }
  }

  Session(long id, String user, Server server) {
    this.id = id;
    this.user = user;
    this.server = server;
  }

  long id() {
    return id;
  }

  String user() {
    return user;
  }

  Server server() {
    return server;
  }

  /** Returns the current database, or null. */
  String database() {
    return database;
  }

  List<Warning> warnings() {
    return warnings;
  }

  /** Returns the warnings of the statement before this one. */
  List<Warning> warningsBefore() {
    return before;
  }

  void warn(String level, int code, String message) {
    warnings.add(new Warning(level, code, message));
  }

  Map<String, String> userVariables() {
    return userVariables;
  }

  int status() {
    return (inTransaction ? IN_TRANSACTION : 0)
        | (variable("autocommit").equals("ON") ? AUTOCOMMIT : 0);
  }

  /** Returns a variable's value in this session. */
  String variable(String name) {
    String known = Variables.known(name);
    return switch (known) {
      case "warning_count" -> String.valueOf(before.size());
      case "tidb_current_ts" -> "0";
      default -> variables.getOrDefault(known, server.variables().global(known));
    };
  }

  void setVariable(String name, String value) {
    variables.put(Variables.known(name), server.variables().forSession(name, value));
  }

  void use(String name) {
    JsonNode found = findDatabase(name);
    database = found.path("db_name").path("O").asText();
  }

  private JsonNode findDatabase(String name) {
    return server
        .backend()
        .database(name)
        .orElseThrow(
            () -> new SqlError(SqlError.UNKNOWN_DATABASE, "Unknown database '" + name + "'"));
  }

  /** Runs one statement. */
  Result run(String sql) {
    before = warnings;
    warnings = new ArrayList<>();
    TokenReader in = new TokenReader(single(Lexer.tokens(sql)));
    if (in.atEnd()) {
      throw new SqlError(SqlError.EMPTY_QUERY, "Query was empty");
    }
    Result result = run(in, sql);
    return result;
  }

  /** Refuses more than one statement, as TiDB does by default. */
  private static List<Token> single(List<Token> tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isSymbol(";") && tokens.get(i + 1).kind() != Token.Kind.END) {
        throw new SqlError(
            SqlError.MULTI_STATEMENTS,
            "client has multi-statement capability disabled. Run SET GLOBAL"
                + " tidb_multi_statement_mode='ON' after you understand the security risk");
      }
    }
    return tokens;
  }

  private Result run(TokenReader in, String sql) {
    String word = in.peek().text().toUpperCase(Locale.ROOT);
    return switch (word) {
      case "SELECT" -> new SelectStatement(this, in).run();
      case "SHOW" -> new ShowStatement(this, in).run();
      case "SET" -> new SetStatement(this, in).run();
      case "USE" -> useDatabase(in);
      case "BEGIN", "START", "COMMIT", "ROLLBACK" -> transaction(in);
      case "INSERT" -> new InsertStatement(this, in).run();
      case "ADMIN", "ANALYZE" -> new TableStatement(this, in).run();
      case "GRANT" -> new AccountStatement(server.accounts(), this, in).run();
      case "CREATE", "DROP" ->
          in.peek(1).isWord("USER")
              ? new AccountStatement(server.accounts(), this, in).run()
              : ddl(in, sql);
      case "ALTER", "TRUNCATE", "RENAME" -> ddl(in, sql);
      case "DELETE",
          "UPDATE",
          "REPLACE",
          "EXPLAIN",
          "DESC",
          "DESCRIBE",
          "LOAD",
          "IMPORT",
          "LOCK",
          "UNLOCK",
          "FLUSH",
          "KILL",
          "REVOKE",
          "PREPARE",
          "EXECUTE",
          "WITH",
          "SPLIT",
          "RECOVER",
          "FLASHBACK",
          "BACKUP",
          "RESTORE",
          "TABLE",
          "VALUES",
          "DO",
          "CALL",
          "TRACE" ->
          throw SqlError.notTaken(word);
      default -> throw in.unexpected("a statement");
    };
  }

  private Result useDatabase(TokenReader in) {
    in.next();
    String name = in.identifier("a database name");
    requireEnd(in);
    use(name);
    return Result.DONE;
  }

  private Result transaction(TokenReader in) {
    String word = in.next().text().toUpperCase(Locale.ROOT);
    if (word.equals("START")) {
      in.expect("TRANSACTION");
    } else if (word.equals("BEGIN")) {
      in.accept("PESSIMISTIC");
      in.accept("OPTIMISTIC");
    } else {
      in.accept("WORK");
    }
    requireEnd(in);
    if (word.equals("COMMIT")) {
      commit();
    } else if (word.equals("ROLLBACK")) {
      endTransaction();
    } else {
      commit();
      inTransaction = true;
    }
    return Result.DONE;
  }

  private void commit() {
    if (hasInserted) {
      endTransaction();
      throw SqlError.notTaken("COMMIT of inserted rows (the transaction is rolled back)");
    }
    endTransaction();
  }

  private void endTransaction() {
    inTransaction = false;
    hasInserted = false;
  }

  /** Notes that this transaction holds rows, which can only be rolled back. */
  void inserted() {
    if (!inTransaction) {
      throw SqlError.notTaken("INSERT outside of a transaction that is rolled back");
    }
    hasInserted = true;
  }

  private Result ddl(TokenReader in, String sql) {
    commit();
    new DdlPrivileges(this, in).require();
    Map<String, String> ofTables = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> {
          if (Variables.isOfTables(name)) {
            ofTables.put(name, value);
          }
        });
    List<String> said = server.backend().execute(database, ofTables, sql);
    said.forEach(message -> warn("Warning", SqlError.UNKNOWN, message));
    if (database != null && server.backend().database(database).isEmpty()) {
      database = null;
    }
    return Result.DONE;
  }

  /** Reads {@code [database.]table} and finds it. */
  Target target(TokenReader in) {
    String name = in.identifier("a table name");
    String in1 = database;
    if (in.acceptSymbol(".")) {
      in1 = name;
      name = in.memberIdentifier("a table name");
    }
    return target(in1, name);
  }

  /** Finds a table. */
  Target target(String databaseName, String name) {
    if (databaseName == null) {
      throw new SqlError(SqlError.NO_DATABASE, "No database selected");
    }
    JsonNode owner = findDatabase(databaseName);
    return server
        .backend()
        .table(owner.path("id").asLong(), name)
        .map(table -> new Target(owner, table))
        .orElseThrow(
            () ->
                new SqlError(
                    SqlError.UNKNOWN_TABLE,
                    "Table '" + databaseName + "." + name + "' doesn't exist"));
  }

  /** Refuses a user who lacks a privilege on a table. */
  void require(String privilege, String databaseName, String table) {
    if (!server.accounts().may(user, privilege, databaseName, table)) {
      throw new SqlError(
          SqlError.TABLE_ACCESS_DENIED,
          "%s command denied to user '%s'@'%%' for table '%s'".formatted(privilege, user, table));
    }
  }

  static void requireEnd(TokenReader in) {
    if (!in.atStatementEnd()) {
      throw in.unexpected("the end of the statement");
    }
  }
}
