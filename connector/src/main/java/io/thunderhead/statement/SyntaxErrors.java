package io.thunderhead.statement;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;

/** Messages that point at a place in a statement. */
final class SyntaxErrors {
  private static final int SHOWN = 30;

  private SyntaxErrors() {}

  /**
   * Says what is wrong, where, and what would be right.
   *
   * @param offset in characters from the statement's start
   */
  static LoadException at(String sql, int offset, String problem, String expected) {
    int line = 1 + (int) sql.substring(0, offset).chars().filter(c -> c == '\n').count();
    int column = offset - sql.lastIndexOf('\n', Math.max(0, offset - 1));
    boolean first = line == 1;
    String rest = sql.substring(offset, Math.min(sql.length(), offset + SHOWN));
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "line %d, column %d%s: %s (expected: %s)"
            .formatted(
                line,
                first ? offset + 1 : column,
                rest.isEmpty() ? ", at the end" : ", at \"" + rest + "\"",
                problem,
                expected));
  }
}
