package io.thunderhead.tidb;

import io.thunderhead.ddl.TokenReader;
import java.util.Locale;

/** Finds what a DDL statement touches and refuses it to users without the privilege. */
final class DdlPrivileges {
  private final Session session;
  private final TokenReader in;

  DdlPrivileges(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
  }

  void require() {
    String word = in.next().text().toUpperCase(Locale.ROOT);
    String privilege =
        switch (word) {
          case "TRUNCATE" -> "DROP";
          case "RENAME" -> "ALTER";
          default -> word;
        };
    in.accept("IGNORE");
    if (in.accept("DATABASE") || in.accept("SCHEMA")) {
      skipExists();
      requireOnDatabase(privilege, in.peek().text());
    } else if (in.accept("UNIQUE", "INDEX") || in.accept("INDEX")) {
      while (!in.atStatementEnd() && !in.accept("ON")) {
        in.next();
      }
      requireOnTable("INDEX");
    } else if (in.accept("TABLE") || in.accept("TABLES") || word.equals("TRUNCATE")) {
      skipExists();
      do {
        requireOnTable(privilege);
        if (in.accept("TO")) {
          requireOnTable("CREATE");
        }
      } while (in.acceptSymbol(","));
    }
  }

  private void skipExists() {
    if (!in.accept("IF", "NOT", "EXISTS")) {
      in.accept("IF", "EXISTS");
    }
  }

  private void requireOnDatabase(String privilege, String name) {
    if (!session.server().accounts().may(session.user(), privilege, name, "*")) {
      throw new SqlError(
          SqlError.DATABASE_ACCESS_DENIED,
          "Access denied for user '%s'@'%%' to database '%s'".formatted(session.user(), name));
    }
  }

  private void requireOnTable(String privilege) {
    String database = session.database();
    String table = in.identifier("a table name");
    if (in.acceptSymbol(".")) {
      database = table;
      table = in.memberIdentifier("a table name");
    }
    session.require(privilege, database, table);
  }
}
