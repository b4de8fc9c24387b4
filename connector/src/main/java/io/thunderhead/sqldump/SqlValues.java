package io.thunderhead.sqldump;

import io.thunderhead.source.SourceRow;
import io.thunderhead.type.Charset;
import java.io.IOException;

/** Reads the values of rows (kv-encoding 8.3). */
final class SqlValues {
  /** Digits of a number that can overflow 64 bits only by its last. */
  private static final int SAFE_DIGITS = 19;

  private static final int MAX_SHOWN = 40;

  private final SqlLexer lexer;
  private final SqlStrings strings;

  SqlValues(SqlLexer lexer, Charset charset) {
    this.lexer = lexer;
    this.strings = new SqlStrings(lexer, charset);
  }

  /** Forgets the problem of the row before. */
  void startRow() {
    strings.startRow();
  }

  /** Returns why a string of the row is no text of its character set, null when all are. */
  String problem() {
    return strings.problem();
  }

  /** Puts the value that begins with the current token, and returns the token behind it. */
  Token put(Token first, SourceRow row) throws IOException, SyntaxProblem {
    return switch (first) {
      case QUOTE -> {
        strings.put(row);
        yield behindString();
      }
      case WORD -> word(row);
      case OPEN -> throw new SyntaxProblem("an expression in brackets is no literal");
      case COMMA, CLOSE -> throw new SyntaxProblem("a value is missing");
      case OTHER, SEMICOLON, END -> throw unexpected(first);
    };
  }

  /** Returns what is wrong with the current token, which cannot stand where it does. */
  SyntaxProblem unexpected(Token token) {
    return new SyntaxProblem(
        switch (token) {
          case SEMICOLON -> "the statement ends inside a row";
          case OPEN -> "a bracket opens inside a row";
          default -> "'" + shown() + "' stands where a comma or bracket should be";
        });
  }

  /** Returns the current word as messages show it. */
  String shown() {
    String text = lexer.text();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private Token word(SourceRow row) throws IOException, SyntaxProblem {
    byte first = lexer.bytes[lexer.from()];
    if ((first >= '0' && first <= '9') || first == '-') {
      if (!number(row)) {
        strings.putWord(row);
      }
    } else if (lexer.to() - lexer.from() == 1 && lexer.quoteFollows()) {
      prefixed(row);
      return behindString();
    } else if (first == '_') {
      strings.putIntroduced(row);
      return behindString();
    } else if (lexer.is("NULL")) {
      row.putNull();
    } else if (lexer.is("TRUE")) {
      row.putInteger(1);
    } else if (lexer.is("FALSE")) {
      row.putInteger(0);
    } else {
      return other(row);
    }
    return behindWord();
  }

  private void prefixed(SourceRow row) throws IOException, SyntaxProblem {
    if ((lexer.bytes[lexer.from()] | 0x20) == 'n') {
      lexer.next();
      strings.put(row);
    } else if (strings.readPrefixed(row.buffer())) {
      row.endLiteral();
    } else {
      throw lexer.lost("text is followed by a quote, as if one before were not escaped", place());
    }
  }

  private Token other(SourceRow row) throws IOException, SyntaxProblem {
    boolean convert = lexer.is("CONVERT");
    strings.putWord(row);
    if (!convert) {
      return behindWord();
    }
    Token token = lexer.next();
    if (token != Token.OPEN) {
      return token;
    }
    row.truncate(row.length() - 1);
    strings.putConverted(row);
    return lexer.next();
  }

  private long place() {
    return lexer.place();
  }

  /** Returns the token behind a string, where only a comma or bracket can stand. */
  private Token behindString() throws IOException {
    long place = place();
    Token token = lexer.next();
    if (token == Token.QUOTE || token == Token.WORD) {
      throw lexer.lost("a string is followed by text, as if a quote in it were not escaped", place);
    }
    return token;
  }

  private Token behindWord() throws IOException, SyntaxProblem {
    long place = place();
    Token token = lexer.next();
    if (token == Token.QUOTE) {
      throw lexer.lost("text is followed by a quote, as if one before were not escaped", place);
    } else if (token == Token.OPEN) {
      throw new SyntaxProblem("a function is called; only literals are read");
    }
    return token;
  }

  /** Puts an integer, a 0x or a 0b literal; tells whether the current word is one. */
  private boolean number(SourceRow row) {
    byte[] bytes = lexer.bytes;
    int from = lexer.from();
    int to = lexer.to();
    if (to - from > 2 && bytes[from] == '0' && bytes[from + 1] > '9') {
      boolean put =
          switch (bytes[from + 1]) {
            case 'x' -> Literals.putHex(bytes, from + 2, to, row.buffer(), true);
            case 'b' -> Literals.putBits(bytes, from + 2, to, row.buffer());
            default -> false;
          };
      if (put) {
        row.endLiteral();
      }
      return put;
    }
    boolean negative = bytes[from] == '-';
    return integer(bytes, negative ? from + 1 : from, to, negative, row);
  }

  private static boolean integer(byte[] bytes, int from, int to, boolean negative, SourceRow row) {
    int first = from;
    while (first < to - 1 && bytes[first] == '0') {
      first++;
    }
    long value = 0;
    for (int i = first; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || (i - first >= SAFE_DIGITS && !fits(value, digit))) {
        return false;
      }
      value = value * 10 + digit;
    }
    if (first == to || to - first > SAFE_DIGITS + 1) {
      return false;
    } else if (!negative) {
      row.putUnsigned(value);
    } else if (value >= 0 || value == Long.MIN_VALUE) {
      row.putInteger(-value);
    } else {
      return false;
    }
    return true;
  }

  private static boolean fits(long value, int digit) {
    return Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) <= 0;
  }
}
