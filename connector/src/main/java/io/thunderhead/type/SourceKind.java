package io.thunderhead.type;

/** The kinds of values that an input can bring. */
public enum SourceKind {
  TEXT,
  BYTES,
  BOOLEAN,
  INTEGER,
  FLOAT,
  DOUBLE,
  DECIMAL,
  /** A civil date. */
  DATE,
  /** A civil date and time. */
  CIVIL,
  /** An instant. */
  INSTANT
}
