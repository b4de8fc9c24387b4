package io.thunderhead.ddl;

import java.util.Objects;

/**
 * One token of SQL text.
 *
 * @param text of a word, name or number: as written, without quotes; of a string: after escapes; of
 *     HEX: the digits, an even number of them; of BITS: the digits 0 and 1
 */
public record Token(Kind kind, String text, Position at) {

  /** What a token is. */
  public enum Kind {
    /** Unquoted: a keyword or an identifier. */
    WORD,
    /** In backquotes: an identifier. */
    QUOTED_NAME,
    STRING,
    INTEGER,
    DECIMAL,
    FLOAT,
    HEX,
    BITS,
    SYMBOL,
    /** {@code @name} or {@code @@name}, with the signs. */
    VARIABLE,
    END
  }

  /** Checks that everything is there. */
  public Token {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(at, "at");
  }

  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** As an error message names it. */
  public String described() {
    return switch (kind) {
      case END -> "end of statement";
      case STRING -> "string '" + text + "'";
      case QUOTED_NAME -> "`" + text + "`";
      default -> "'" + text + "'";
    };
  }
}
