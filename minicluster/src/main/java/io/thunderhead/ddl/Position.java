package io.thunderhead.ddl;

/** Where a token starts in the text, both from 1. */
public record Position(int line, int column) {
  /** Checks that both count from 1. */
  public Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("position " + line + ":" + column + " (expected: from 1)");
    }
  }

  DdlException error(String problem, String remedy) {
    return error(DdlException.UNKNOWN, problem, remedy);
  }

  DdlException error(int code, String problem, String remedy) {
    return new DdlException(code, problem, this, remedy);
  }
}
