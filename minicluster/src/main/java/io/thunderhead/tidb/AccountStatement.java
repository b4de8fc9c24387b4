package io.thunderhead.tidb;

import io.thunderhead.ddl.Token;
import io.thunderhead.ddl.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code CREATE USER}, {@code DROP USER} and {@code GRANT}; every user may come from any host. */
final class AccountStatement {
  private static final Set<String> PRIVILEGES =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "SUPER");

  private final Accounts accounts;
  private final Session session;
  private final TokenReader in;

  AccountStatement(Accounts accounts, Session session, TokenReader in) {
    this.accounts = accounts;
    this.session = session;
    this.in = in;
  }

  Result run() {
    if (!accounts.may(session.user(), "SUPER", "*", "*")) {
      throw new SqlError(
          SqlError.PRIVILEGE_NEEDED,
          "Access denied; you need (at least one of) the CREATE USER privilege(s) for this"
              + " operation");
    }
    if (in.accept("CREATE", "USER")) {
      String user = user();
      String password = "";
      if (in.accept("IDENTIFIED")) {
        in.expect("BY");
        password = in.string("a password");
      }
      Session.requireEnd(in);
      accounts.create(user, password);
    } else if (in.accept("DROP", "USER")) {
      String user = user();
      Session.requireEnd(in);
      accounts.drop(user);
    } else {
      in.expect("GRANT");
      grant();
    }
    return Result.DONE;
  }

  private String user() {
    Token name = in.next();
    if (name.kind() != Token.Kind.STRING
        && name.kind() != Token.Kind.QUOTED_NAME
        && name.kind() != Token.Kind.WORD) {
      throw in.unexpected("a user");
    }
    host();
    return name.text();
  }

  /** Reads {@code @'%'}, which the lexer has as a variable, a symbol or a string behind one. */
  private void host() {
    Token next = in.peek();
    boolean marked = next.kind() == Token.Kind.VARIABLE || next.isSymbol("@");
    if (!marked) {
      return;
    }
    in.next();
    String host = next.text().equals("@") ? in.next().text() : next.text().substring(1);
    if (!host.equals("%")) {
      throw SqlError.notTaken("a user of host '" + host + "'");
    }
  }

  private void grant() {
    List<String> privileges = new ArrayList<>();
    do {
      privileges.add(privilege());
    } while (in.acceptSymbol(","));
    in.expect("ON");
    in.accept("TABLE");
    String database = scopePart();
    in.expectSymbol(".");
    String table = scopePart();
    in.expect("TO");
    String user = user();
    Session.requireEnd(in);
    accounts.grant(user, privileges, new Accounts.Scope(database, table));
  }

  private String privilege() {
    String word = in.next().text().toUpperCase(Locale.ROOT);
    if (word.equals("ALL")) {
      in.accept("PRIVILEGES");
      return Accounts.ALL;
    }
    if (!PRIVILEGES.contains(word)) {
      throw SqlError.notTaken("privilege " + word);
    }
    return word;
  }

  private String scopePart() {
    return in.acceptSymbol("*") ? "*" : in.identifier("a name or *");
  }
}
