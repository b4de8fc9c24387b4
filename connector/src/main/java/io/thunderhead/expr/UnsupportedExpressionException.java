package io.thunderhead.expr;

/** An expression that cannot be computed surely as TiDB does; the message says what of it. */
public final class UnsupportedExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedExpressionException(String what) {
    super(what, null, false, false);
  }
}
