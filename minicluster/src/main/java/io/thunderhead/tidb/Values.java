package io.thunderhead.tidb;

import io.thunderhead.ddl.Token;
import io.thunderhead.ddl.TokenReader;
import java.util.Locale;

/** Literals, variables and the functions that tell about the session. */
final class Values {
  private final Session session;
  private final TokenReader in;

  /**
   * One value.
   *
   * @param text null for NULL
   * @param name what the column of a SELECT is called
   */
  record Value(String text, boolean number, String name) {}

  Values(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
  }

  /** Reads one value, or returns null when something else stands here. */
  Value next() {
    Token token = in.peek();
    return switch (token.kind()) {
      case STRING -> literal(false);
      case INTEGER, DECIMAL, FLOAT -> literal(true);
      case VARIABLE -> variable();
      case SYMBOL -> token.isSymbol("-") ? negative() : null;
      case WORD -> word(token);
      default -> null;
    };
  }

  private Value literal(boolean number) {
    String text = in.next().text();
    return new Value(text, number, text);
  }

  private Value negative() {
    in.next();
    Token number = in.next();
    if (number.kind() != Token.Kind.INTEGER && number.kind() != Token.Kind.DECIMAL) {
      throw in.unexpected("a number");
    }
    return new Value("-" + number.text(), true, "-" + number.text());
  }

  private Value word(Token token) {
    String word = token.text().toUpperCase(Locale.ROOT);
    if (in.peek(1).isSymbol("(") && in.peek(2).isSymbol(")")) {
      Value value = function(word, token.text() + "()");
      if (value != null) {
        in.next();
        in.next();
        in.next();
      }
      return value;
    }
    return switch (word) {
      case "NULL" -> taken(null, false, "NULL");
      case "TRUE" -> taken("1", true, "TRUE");
      case "FALSE" -> taken("0", true, "FALSE");
      default -> null;
    };
  }

  private Value taken(String text, boolean number, String name) {
    in.next();
    return new Value(text, number, name);
  }

  private Value function(String word, String name) {
    return switch (word) {
      case "VERSION" -> new Value(Variables.VERSION, false, name);
      case "DATABASE", "SCHEMA" -> new Value(session.database(), false, name);
      case "CONNECTION_ID" -> new Value(String.valueOf(session.id()), true, name);
      case "USER", "CURRENT_USER", "SESSION_USER" -> new Value(session.user() + "@%", false, name);
      case "TIDB_VERSION" ->
          new Value("Release Version: v8.5.7\nEdition: Community\nStore: tikv", false, name);
      default -> null;
    };
  }

  private Value variable() {
    String text = in.next().text();
    if (!text.startsWith("@@")) {
      return new Value(session.userVariables().get(text.toLowerCase(Locale.ROOT)), false, text);
    }
    String rest = text.substring(2);
    String lower = rest.toLowerCase(Locale.ROOT);
    String name = Variables.known(rest.substring(rest.indexOf('.') + 1));
    if (lower.startsWith("session.") || lower.startsWith("local.")) {
      if (Variables.isGlobalOnly(name)) {
        throw new SqlError(
            SqlError.READ_ONLY_VARIABLE, "Variable '" + name + "' is a GLOBAL variable");
      }
    }
    String value =
        lower.startsWith("global.")
            ? session.server().variables().global(name)
            : session.variable(name);
    return new Value(Variables.shown(name, value), Variables.isNumber(name), text);
  }
}
