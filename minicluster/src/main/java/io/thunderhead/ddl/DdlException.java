package io.thunderhead.ddl;

/**
 * A statement that is wrong, or that is right in TiDB but not taken here. The message names the
 * problem, its position as {@code line L, column C} (both from 1, columns in UTF-16 units) and the
 * remedy.
 */
public final class DdlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  DdlException(String problem, Position at, String remedy) {
    super(
        problem
            + " at line "
            + at.line()
            + ", column "
            + at.column()
            + (remedy.isEmpty() ? "" : ": " + remedy));
    this.line = at.line();
    this.column = at.column();
  }

  /** Line of the offending token, from 1. */
  public int line() {
    return line;
  }

  /** Column of the offending token, from 1. */
  public int column() {
    return column;
  }
}
