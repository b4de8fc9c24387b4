package io.thunderhead.statement;

import java.util.Locale;

/**
 * One word, name, literal or sign of a statement.
 *
 * @param text what it stands for: of strings and quoted names, without quotes and escapes
 * @param from where it starts in the statement
 * @param to where it ends, exclusive
 */
record Token(Kind kind, String text, int from, int to) {
  /** What a token is. */
  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    /** A user variable; its text is without the {@code @}. */
    VARIABLE,
    SIGN,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSign(char sign) {
    return kind == Kind.SIGN && text.charAt(0) == sign;
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }
}
