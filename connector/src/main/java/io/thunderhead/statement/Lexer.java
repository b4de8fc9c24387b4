package io.thunderhead.statement;

import io.thunderhead.error.LoadException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Cuts a statement into tokens as MySQL's grammar does; blanks and comments are left out. */
final class Lexer {
  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String sql) {
    this.sql = sql;
  }

  /**
   * Returns all tokens, an END last.
   *
   * @throws LoadException INVALID_OPTION for a quote or comment that does not end
   */
  static List<Token> tokens(String sql) {
    Lexer lexer = new Lexer(sql);
    while (lexer.skipBlanks()) {
      lexer.next();
    }
    lexer.tokens.add(new Token(Token.Kind.END, "", sql.length(), sql.length()));
    return lexer.tokens;
  }

  /** Goes to the next token and tells whether there is one. */
  private boolean skipBlanks() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        if (end < 0) {
          throw SyntaxErrors.at(sql, at, "a comment does not end", "*/");
        }
        at = end + 2;
      } else if (sql.charAt(at) == '#' || isDashComment()) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else {
        return true;
      }
    }
    return false;
  }

  private boolean isDashComment() {
    return sql.startsWith("--", at)
        && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
  }

  private void next() {
    int from = at;
    char first = sql.charAt(at);
    if (first == '\'' || first == '"') {
      add(Token.Kind.STRING, quoted(first, true), from);
    } else if (first == '`') {
      add(Token.Kind.QUOTED_NAME, quoted('`', false), from);
    } else if (first == '@') {
      add(Token.Kind.VARIABLE, variable(), from);
    } else if (isHexString()) {
      at++;
      add(Token.Kind.STRING, hex(quoted('\'', false), from), from);
    } else if (Character.isDigit(first)) {
      number(from);
    } else if (isWordPart(first)) {
      add(Token.Kind.WORD, word(), from);
    } else {
      at++;
      add(Token.Kind.SIGN, String.valueOf(first), from);
    }
  }

  private void add(Token.Kind kind, String text, int from) {
    tokens.add(new Token(kind, text, from, at));
  }

  private boolean isHexString() {
    return sql.startsWith("x'", at) || sql.startsWith("X'", at);
  }

  private void number(int from) {
    String text = word();
    if (text.startsWith("0x") || text.startsWith("0X")) {
      add(Token.Kind.STRING, hex(text.substring(2), from), from);
      return;
    }
    if (text.chars().allMatch(Character::isDigit) && sql.startsWith(".", at)) {
      at++;
      text = text + '.' + word();
    }
    boolean digits = text.chars().allMatch(c -> Character.isDigit(c) || c == '.');
    add(digits ? Token.Kind.NUMBER : Token.Kind.WORD, text, from);
  }

  private String hex(String digits, int from) {
    try {
      String even = digits.length() % 2 == 0 ? digits : "0" + digits;
      return new String(HexFormat.of().parseHex(even), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw SyntaxErrors.at(sql, from, "'" + digits + "' is not hexadecimal", "0x and hex digits");
    }
  }

  private String variable() {
    at++;
    if (at == sql.length()) {
      throw SyntaxErrors.at(sql, at, "the statement ends", "the name of a variable behind @");
    }
    char first = sql.charAt(at);
    if (first == '\'' || first == '"' || first == '`') {
      return quoted(first, false);
    }
    int from = at;
    while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    if (at == from) {
      throw SyntaxErrors.at(sql, at, "'@' stands alone", "the name of a variable behind it");
    }
    return sql.substring(from, at);
  }

  private String word() {
    int from = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    return sql.substring(from, at);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c);
  }

  private String quoted(char quote, boolean escapes) {
    int from = at;
    StringBuilder out = new StringBuilder();
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        out.append(quote);
        at++;
      } else if (c == quote) {
        at++;
        return out.toString();
      } else if (c == '\\' && escapes && at + 1 < sql.length()) {
        at++;
        appendEscaped(out, sql.charAt(at));
      } else {
        out.append(c);
      }
    }
    throw SyntaxErrors.at(sql, from, "what begins with " + quote + " does not end", "" + quote);
  }

  private static void appendEscaped(StringBuilder out, char c) {
    switch (c) {
      case '0' -> out.append('\0');
      case 'b' -> out.append('\b');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'Z' -> out.append('\u001a');
      case '%', '_' -> out.append('\\').append(c);
      default -> out.append(c);
    }
  }
}
