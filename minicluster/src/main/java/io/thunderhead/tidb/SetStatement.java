package io.thunderhead.tidb;

import io.thunderhead.ddl.Token;
import io.thunderhead.ddl.TokenReader;
import java.util.Locale;
import java.util.Map;

/** {@code SET} of variables, names and transaction characteristics. */
final class SetStatement {
  private final Session session;
  private final TokenReader in;

  SetStatement(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
  }

  Result run() {
    in.expect("SET");
    if (in.accept("NAMES") || in.accept("CHARACTER", "SET") || in.accept("CHARSET")) {
      names();
    } else if (in.accept("SESSION", "TRANSACTION") || in.accept("TRANSACTION")) {
      transaction();
    } else {
      do {
        assignment();
      } while (in.acceptSymbol(","));
    }
    Session.requireEnd(in);
    return Result.DONE;
  }

  private void names() {
    String charset = in.next().text().toLowerCase(Locale.ROOT);
    if (!charset.equals("utf8mb4") && !charset.equals("default")) {
      throw SqlError.notTaken("SET NAMES " + charset);
    }
    if (in.accept("COLLATE")) {
      session.setVariable("collation_connection", in.next().text());
    }
  }

  private void transaction() {
    if (in.accept("ISOLATION", "LEVEL")) {
      String level = in.next().text();
      if (!in.atStatementEnd()) {
        level += "-" + in.next().text();
      }
      session.setVariable("transaction_isolation", level.toUpperCase(Locale.ROOT));
    } else {
      in.expect("READ");
      boolean readOnly = in.accept("ONLY");
      if (!readOnly) {
        in.expect("WRITE");
      }
      session.setVariable("transaction_read_only", readOnly ? "ON" : "OFF");
    }
  }

  private void assignment() {
    boolean global = in.accept("GLOBAL");
    if (!global && !in.accept("SESSION")) {
      in.accept("LOCAL");
    }
    Token token = in.next();
    String name = token.text();
    if (name.startsWith("@@")) {
      global = name.toLowerCase(Locale.ROOT).startsWith("@@global.");
      name = name.substring(Math.max(2, name.indexOf('.') + 1));
    } else if (token.kind() != Token.Kind.VARIABLE
        && token.kind() != Token.Kind.WORD
        && token.kind() != Token.Kind.QUOTED_NAME) {
      throw in.unexpected("a variable");
    }
    if (!in.acceptSymbol("=") && !in.acceptSymbol(":=")) {
      throw in.unexpected("'='");
    }
    String value = value();
    if (name.startsWith("@")) {
      session.userVariables().put(name.toLowerCase(Locale.ROOT), value);
    } else if (global) {
      setGlobal(name, value == null ? Variables.defaultOf(name) : value);
    } else {
      session.setVariable(name, value);
    }
  }

  /** Returns null for DEFAULT and NULL. */
  private String value() {
    if (in.accept("DEFAULT")) {
      return null;
    }
    Values.Value value = new Values(session, in).next();
    if (value != null) {
      return value.text();
    }
    if (in.peek().kind() == Token.Kind.WORD) {
      return in.next().text();
    }
    throw in.unexpected("a value");
  }

  private void setGlobal(String name, String value) {
    if (!session.server().accounts().may(session.user(), "SUPER", "*", "*")) {
      throw new SqlError(
          SqlError.PRIVILEGE_NEEDED,
          "Access denied; you need (at least one of) the SUPER or SYSTEM_VARIABLES_ADMIN"
              + " privilege(s) for this operation");
    }
    session.server().variables().setGlobal(name, value);
    if (Variables.isOfTables(name)) {
      String kept = session.server().variables().global(name);
      session
          .server()
          .backend()
          .execute(null, Map.of(), "SET GLOBAL " + name + " = '" + kept.replace("'", "''") + "'");
    }
  }
}
