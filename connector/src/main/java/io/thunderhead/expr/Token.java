package io.thunderhead.expr;

/**
 * A token of an expression.
 *
 * @param text the word in lower case, the operator, the digits, or the text without quotes
 */
record Token(Kind kind, String text) {
  enum Kind {
    WORD,
    /** A name in backquotes. */
    NAME,
    NUMBER,
    TEXT,
    /** The digits of {@code x'…'} or {@code 0x…}. */
    HEX,
    /** The digits of {@code b'…'} or {@code 0b…}. */
    BITS,
    OPERATOR,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }
}
