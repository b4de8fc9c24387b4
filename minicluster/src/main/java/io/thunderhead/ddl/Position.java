package io.thunderhead.ddl;

/** Where a token starts in the text, both from 1. */
record Position(int line, int column) {
  Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("position " + line + ":" + column + " (expected: from 1)");
    }
  }

  DdlException error(String problem, String remedy) {
    return new DdlException(problem, this, remedy);
  }
}
