package io.thunderhead.precheck;

/** Words of the checks that ask TiDB. */
final class Sql {
  static final String NO_TIDB = "needs option tidb";

  private Sql() {}

  /** Returns a string literal; holds in every SQL mode. */
  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
