package io.thunderhead.type;

/** Why a row of the input cannot be loaded; names as in Lightning's {@code max-error}. */
public enum BadRowKind {
  /** It cannot be cut into fields. */
  SYNTAX,
  /** A value does not fit its column. */
  TYPE,
  /** It has bytes that its character set does not have. */
  CHARSET
}
