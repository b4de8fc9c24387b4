package io.thunderhead.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts an expression into tokens as TiDB's parser does in its default mode. */
final class Lexer {
  /** Longer operators first. */
  private static final List<String> OPERATORS =
      List.of(
          "->>", "<=>", "->", "<=", ">=", "<>", "!=", "<<", ">>", "&&", "||", ":=", "+", "-", "*",
          "/", "%", "(", ")", ",", "=", "<", ">", "&", "|", "^", "~", "!", ".");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /**
   * Returns the tokens, the last of kind END.
   *
   * @throws UnsupportedExpressionException when a character starts no token
   */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    boolean more = true;
    while (more) {
      more = lexer.next();
    }
    lexer.add(Token.Kind.END, "");
    return lexer.tokens;
  }

  private boolean next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (c == '`') {
      add(Token.Kind.NAME, quoted(c, false));
    } else if (c == '\'' || c == '"') {
      add(Token.Kind.TEXT, quoted(c, true));
    } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
      number();
    } else if (isWordPart(c)) {
      word();
    } else {
      operator();
    }
    return true;
  }

  private void add(Token.Kind kind, String value) {
    tokens.add(new Token(kind, value));
  }

  private void word() {
    int start = at;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at).toLowerCase(Locale.ROOT);
    boolean literal = at < text.length() && text.charAt(at) == '\'';
    if (literal && word.equals("x")) {
      add(Token.Kind.HEX, quoted('\'', false));
    } else if (literal && word.equals("b")) {
      add(Token.Kind.BITS, quoted('\'', false));
    } else if (literal && word.equals("n")) {
      add(Token.Kind.WORD, "_utf8");
    } else {
      add(Token.Kind.WORD, word);
    }
  }

  private void number() {
    int start = at;
    if (text.charAt(at) == '0' && at + 2 < text.length()) {
      char letter = text.charAt(at + 1);
      if ((letter == 'x' || letter == 'b') && Character.digit(text.charAt(at + 2), 16) >= 0) {
        at += 2;
        while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
          at++;
        }
        add(letter == 'x' ? Token.Kind.HEX : Token.Kind.BITS, text.substring(start + 2, at));
        return;
      }
    }
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
      if (isDigit(at + 1 + sign)) {
        at += 1 + sign;
        digits();
      }
    }
    add(Token.Kind.NUMBER, text.substring(start, at));
  }

  private void digits() {
    while (isDigit(at)) {
      at++;
    }
  }

  private void operator() {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        add(Token.Kind.OPERATOR, operator);
        return;
      }
    }
    throw new UnsupportedExpressionException("the character '" + text.charAt(at) + "'");
  }

  private String quoted(char quote, boolean escapes) {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        if (at < text.length() && text.charAt(at) == quote) {
          at++;
        } else {
          return out.toString();
        }
      } else if (c == '\\' && escapes && at < text.length()) {
        out.append(escaped(text.charAt(at++)));
        continue;
      }
      out.append(c);
    }
    throw new UnsupportedExpressionException("a quote that does not end");
  }

  private static String escaped(char letter) {
    return switch (letter) {
      case '0' -> "\0";
      case 'b' -> "\b";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'Z' -> "\u001a";
      case '%' -> "\\%";
      case '_' -> "\\_";
      default -> String.valueOf(letter);
    };
  }

  private boolean isDigit(int position) {
    return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
  }

  private static boolean isWordPart(char c) {
    return c == '_' || c == '$' || c == '@' || Character.isLetterOrDigit(c);
  }
}
