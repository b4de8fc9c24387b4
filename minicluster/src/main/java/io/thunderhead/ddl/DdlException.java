package io.thunderhead.ddl;

/**
 * A statement that is wrong, or that is right in TiDB but not taken here. The message names the
 * problem, its position as {@code line L, column C} (both from 1, columns in UTF-16 units) and the
 * remedy.
 */
public final class DdlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** MySQL's number of a statement that the grammar does not have. */
  static final int SYNTAX = 1064;

  static final int DATABASE_EXISTS = 1007;
  static final int NO_DATABASE = 1046;
  static final int UNKNOWN_DATABASE = 1049;
  static final int TABLE_EXISTS = 1050;
  static final int UNKNOWN_TABLE = 1146;
  static final int AUTO_ID_READ_FAILED = 1467;
  static final int INVALID_AUTO_RANDOM = 8216;

  /** MySQL's number of a failure that has no number of its own. */
  static final int UNKNOWN = 1105;

  private final int code;
  private final int line;
  private final int column;

  DdlException(int code, String problem, Position at, String remedy) {
    super(
        problem
            + " at line "
            + at.line()
            + ", column "
            + at.column()
            + (remedy.isEmpty() ? "" : ": " + remedy));
    this.code = code;
    this.line = at.line();
    this.column = at.column();
  }

  /** Number of the failure in MySQL's protocol, 1105 where it has no number of its own. */
  public int code() {
    return code;
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
