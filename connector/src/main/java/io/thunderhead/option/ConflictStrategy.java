package io.thunderhead.option;

import java.util.Locale;

/**
 * What is done when rows claim one primary or unique key. Rows that a table has when others are
 * appended come before all of these.
 */
public enum ConflictStrategy {
  /** The load stops: at the first, or before it writes when it is in the table. */
  ERROR,
  /** Each row takes the place of all before it that it is in conflict with, as REPLACE does. */
  REPLACE,
  /** A row that is in conflict with one before it is left out, as INSERT IGNORE does. */
  IGNORE,
  /**
   * All rows of a conflict are left out, as IMPORT INTO's {@code capture} does; those that the
   * table had stay.
   */
  REMOVE,
  /** The same rows stay as of {@link #REPLACE}; all rows of conflicts must be told. */
  RECORD;

  /**
   * Reads a name; that of IMPORT INTO is taken as well.
   *
   * @throws IllegalArgumentException for any other text
   */
  static ConflictStrategy parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    return name.equals("CAPTURE") ? REMOVE : valueOf(name);
  }

  /** Returns the name as users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
