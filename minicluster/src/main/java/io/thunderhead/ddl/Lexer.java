package io.thunderhead.ddl;

import io.thunderhead.ddl.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts SQL text into tokens. Plain comments vanish. Executable comments, MySQL's with {@code !} and
 * a version and TiDB's with {@code T!} and a list of features or none, are read as if their signs
 * were not there, as TiDB does.
 */
public final class Lexer {
  /** What a TiDB of version 5 table metadata unwraps; it would skip a comment with another name. */
  private static final Set<String> FEATURES =
      Set.of(
          "auto_id_cache",
          "auto_rand",
          "auto_rand_base",
          "clustered_index",
          "force_inc",
          "global_index",
          "placement",
          "pre_split",
          "resource_group",
          "ttl");

  private static final List<String> LONG_SYMBOLS =
      List.of("->>", "<=>", "->", "<=", ">=", "<>", "!=", "<<", ">>", "&&", "||", ":=");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  /** Where the executable comment that is open began, or null. */
  private Position unwrapped;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens of the whole text, {@link Kind#END} last. */
  public static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() {
    while (true) {
      skipBlanksAndComments();
      if (at >= text.length()) {
        break;
      }
      token();
    }
    if (unwrapped != null) {
      throw unwrapped.error("comment is not closed", "end it with */");
    }
    add(Kind.END, "", here());
  }

  private Position here() {
    return new Position(line, at - lineStart + 1);
  }

  private void add(Kind kind, String value, Position position) {
    tokens.add(new Token(kind, value, position));
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void advance(int count) {
    for (int end = at + count; at < end; at++) {
      if (text.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
    }
  }

  private void skipBlanksAndComments() {
    while (at < text.length()) {
      char c = peek(0);
      if (Character.isWhitespace(c) || c == '\uFEFF') {
        advance(1);
      } else if (c == '#' || (c == '-' && peek(1) == '-' && endsDashes(peek(2)))) {
        int end = text.indexOf('\n', at);
        advance((end < 0 ? text.length() : end) - at);
      } else if (c == '/' && peek(1) == '*') {
        comment();
      } else if (unwrapped != null && c == '*' && peek(1) == '/') {
        unwrapped = null;
        advance(2);
      } else {
        return;
      }
    }
  }

  private static boolean endsDashes(char c) {
    return c == '\0' || Character.isWhitespace(c);
  }

  private void comment() {
    Position start = here();
    if (peek(2) == '!') {
      open(start, 3);
      int digits = 0;
      while (digits < 6 && Character.isDigit(peek(digits))) {
        digits++;
      }
      advance(digits >= 5 ? digits : 0);
    } else if (peek(2) == 'T' && peek(3) == '!') {
      open(start, 4);
      features();
    } else {
      int end = text.indexOf("*/", at + 2);
      if (end < 0) {
        throw start.error("comment is not closed", "end it with */");
      }
      advance(end + 2 - at);
    }
  }

  private void open(Position start, int length) {
    if (unwrapped != null) {
      throw start.error("executable comment inside another", "close the outer one first");
    }
    unwrapped = start;
    advance(length);
  }

  private void features() {
    if (peek(0) != '[') {
      return;
    }
    Position start = here();
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw start.error("feature list of a comment is not closed", "end it with ]");
    }
    for (String feature : text.substring(at + 1, end).split(",", -1)) {
      if (!FEATURES.contains(feature.strip().toLowerCase(Locale.ROOT))) {
        throw start.error(
            "feature '" + feature.strip() + "' of a TiDB comment is not taken",
            "known are " + String.join(", ", FEATURES.stream().sorted().toList()));
      }
    }
    advance(end + 1 - at);
  }

  private void token() {
    Position start = here();
    char c = peek(0);
    if (c == '`') {
      add(Kind.QUOTED_NAME, quoted('`', false), start);
    } else if (c == '\'' || c == '"') {
      add(Kind.STRING, quoted(c, true), start);
    } else if (c == '@') {
      variable(start);
    } else if ((c == 'x' || c == 'X' || c == 'b' || c == 'B') && peek(1) == '\'') {
      digitString(start);
    } else if ((c == 'n' || c == 'N') && peek(1) == '\'') {
      advance(1);
      add(Kind.STRING, quoted('\'', true), start);
    } else if (Character.isDigit(c) || (c == '.' && Character.isDigit(peek(1)) && !afterName())) {
      number(start);
    } else if (isWordChar(c)) {
      int end = wordEnd(at);
      add(Kind.WORD, text.substring(at, end), start);
      advance(end - at);
    } else {
      symbol(start);
    }
  }

  /** A dot right behind a name starts the next part of it, not a number. */
  private boolean afterName() {
    return at > 0 && (isWordChar(text.charAt(at - 1)) || text.charAt(at - 1) == '`');
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '$'
        || c >= '\u0080';
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < text.length() && isWordChar(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void symbol(Position start) {
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        add(Kind.SYMBOL, symbol, start);
        advance(symbol.length());
        return;
      }
    }
    char c = peek(0);
    if ("(),;.=<>+-*/%&|^~!?{}:".indexOf(c) < 0) {
      throw start.error("character '" + c + "' starts no token", "quote it");
    }
    add(Kind.SYMBOL, String.valueOf(c), start);
    advance(1);
  }

  private void variable(Position start) {
    int from = at;
    int end = from + (peek(1) == '@' ? 2 : 1);
    if (end < text.length() && text.charAt(end) == '`') {
      advance(end - at);
      add(Kind.VARIABLE, text.substring(from, end) + quoted('`', false), start);
      return;
    }
    while (end < text.length() && (isWordChar(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    add(Kind.VARIABLE, text.substring(from, end), start);
    advance(end - at);
  }

  private String quoted(char quote, boolean escapes) {
    Position start = here();
    advance(1);
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw start.error("quote " + quote + " is not closed", "end it with " + quote);
      }
      char c = peek(0);
      if (c == quote && peek(1) == quote) {
        out.append(quote);
        advance(2);
      } else if (c == quote) {
        advance(1);
        return out.toString();
      } else if (c == '\\' && escapes && at + 1 < text.length()) {
        out.append(unescaped(peek(1)));
        advance(2);
      } else {
        out.append(c);
        advance(1);
      }
    }
  }

  /** LIKE patterns keep the backslash of {@code \%} and {@code \_}. */
  private static String unescaped(char c) {
    return switch (c) {
      case '0' -> "\0";
      case 'b' -> "\b";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'Z' -> "\u001a";
      case '%' -> "\\%";
      case '_' -> "\\_";
      default -> String.valueOf(c);
    };
  }

  private void digitString(Position start) {
    boolean hex = peek(0) == 'x' || peek(0) == 'X';
    advance(1);
    String digits = quoted('\'', false);
    if (hex && digits.length() % 2 != 0) {
      throw start.error("hexadecimal literal has an odd number of digits", "put a 0 in front");
    }
    addDigits(hex, digits, start);
  }

  private void addDigits(boolean hex, String digits, Position start) {
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), hex ? 16 : 2) < 0) {
        throw start.error(
            "'" + digits + "' is no " + (hex ? "hexadecimal" : "binary") + " literal",
            hex ? "use digits 0-9, a-f" : "use digits 0 and 1");
      }
    }
    add(hex ? Kind.HEX : Kind.BITS, digits, start);
  }

  private void number(Position start) {
    int word = wordEnd(at);
    if (peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'b') && word > at + 2) {
      boolean hex = peek(1) == 'x';
      String digits = text.substring(at + 2, word);
      addDigits(hex, hex && digits.length() % 2 != 0 ? "0" + digits : digits, start);
      advance(word - at);
      return;
    }
    int end = digitsEnd(at);
    Kind kind = Kind.INTEGER;
    if (end < text.length() && text.charAt(end) == '.') {
      end = digitsEnd(end + 1);
      kind = Kind.DECIMAL;
    }
    int exponent = exponentEnd(end);
    if (exponent > end) {
      end = exponent;
      kind = Kind.FLOAT;
    } else if (kind == Kind.INTEGER && word > end) {
      kind = Kind.WORD;
      end = word;
    }
    add(kind, text.substring(at, end), start);
    advance(end - at);
  }

  private int digitsEnd(int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** The end of {@code e[+-]digits} at a place, or the place itself. */
  private int exponentEnd(int from) {
    if (from >= text.length() || (text.charAt(from) != 'e' && text.charAt(from) != 'E')) {
      return from;
    }
    int digits = from + 1;
    if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
      digits++;
    }
    int end = digitsEnd(digits);
    boolean wholeWord = end >= text.length() || !isWordChar(text.charAt(end));
    return end > digits && wholeWord ? end : from;
  }
}
