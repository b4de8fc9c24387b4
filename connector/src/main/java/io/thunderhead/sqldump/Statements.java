package io.thunderhead.sqldump;

import java.util.Set;

/** What a statement's first word says about it. */
final class Statements {
  /** Statements that bring no rows; a script may have them around its INSERTs. */
  private static final Set<String> NO_DATA =
      Set.of(
          "ALTER",
          "ANALYZE",
          "BEGIN",
          "CHECK",
          "COMMIT",
          "CREATE",
          "DEALLOCATE",
          "DO",
          "DROP",
          "END",
          "EXECUTE",
          "FLUSH",
          "GRANT",
          "KILL",
          "LOCK",
          "OPTIMIZE",
          "PREPARE",
          "RELEASE",
          "RENAME",
          "REPAIR",
          "RESET",
          "REVOKE",
          "ROLLBACK",
          "SAVEPOINT",
          "SELECT",
          "SET",
          "SHOW",
          "START",
          "TRUNCATE",
          "UNLOCK",
          "USE",
          "XA");

  /** Those of them that are often one line, so that the semicolon may be missing. */
  private static final Set<String> SHORT =
      Set.of(
          "BEGIN",
          "COMMIT",
          "DROP",
          "LOCK",
          "ROLLBACK",
          "SET",
          "START",
          "TRUNCATE",
          "UNLOCK",
          "USE");

  private Statements() {}

  /** Tells whether a statement that begins so, in upper case, can be passed over. */
  static boolean isNoData(String word) {
    return NO_DATA.contains(word);
  }

  /** Tells whether INSERT inside of the statement can only begin the next one. */
  static boolean isShort(String word) {
    return SHORT.contains(word);
  }
}
