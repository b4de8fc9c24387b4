package io.thunderhead.sqldump;

/** What makes a row or a statement unreadable, while it is still known where the next begins. */
final class SyntaxProblem extends Exception {
  private static final long serialVersionUID = 1L;

  SyntaxProblem(String problem) {
    super(problem, null, false, false);
  }
}
