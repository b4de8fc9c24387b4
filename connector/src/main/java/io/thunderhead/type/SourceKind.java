package io.thunderhead.type;

/** The kinds of values that an input can bring. */
public enum SourceKind {
  TEXT,
  BYTES,
  /** A hexadecimal or bit literal of SQL: a number where numbers go, bytes elsewhere. */
  LITERAL,
  BOOLEAN,
  INTEGER,
  /** An integer whose 64 bits are unsigned. */
  UNSIGNED,
  FLOAT,
  DOUBLE,
  DECIMAL,
  /** A civil date. */
  DATE,
  /** A civil date and time. */
  CIVIL,
  /** An instant. */
  INSTANT,
  /** A span of time, or a time of day. */
  DURATION,
  /** A list of numbers. */
  NUMBERS,
  /** Any other list, a map or a struct. */
  NESTED
}
