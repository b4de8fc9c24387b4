package io.thunderhead.expr;

/** In what form an expression is evaluated. */
enum Kind {
  /** The literal NULL. */
  NULL,
  /** 64 bits, signed or not as the type says. */
  INT,
  REAL,
  DECIMAL,
  /** Bytes; UTF-8 unless the character set is binary. */
  STRING,
  /** A packed civil time, of DATE, DATETIME or TIMESTAMP; in the session's zone. */
  TIME,
  /** Microseconds. */
  DURATION,
  /** Type code and value as rows have them. */
  JSON
}
