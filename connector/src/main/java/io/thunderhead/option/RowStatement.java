package io.thunderhead.option;

import java.util.Locale;

/** The statement by which rows go into a table by SQL. */
public enum RowStatement {
  /** LOAD DATA LOCAL INFILE of rows that the loader streams, where it suits; else INSERT. */
  AUTO,
  /** INSERT or REPLACE of many rows. */
  INSERT;

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException for any other text
   */
  static RowStatement parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auto" -> AUTO;
      case "insert" -> INSERT;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
