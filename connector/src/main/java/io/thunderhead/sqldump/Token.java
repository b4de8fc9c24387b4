package io.thunderhead.sqldump;

/** The kinds of tokens; white space and comments are none. */
enum Token {
  OPEN,
  CLOSE,
  COMMA,
  SEMICOLON,
  /** A run of characters that are none of the others': keyword, name, number. */
  WORD,
  /** The opening quote of a string or a quoted name; its content is not read yet. */
  QUOTE,
  /** A character that begins no token. */
  OTHER,
  END
}
