package io.thunderhead.snapshot;

import java.util.Locale;

/**
 * A column whose values are read.
 *
 * @param name of it
 * @param form how its values are read and written
 */
record SourceColumn(String name, Form form) {
  /** How values are read and written. */
  enum Form {
    /** Digits, as they come. */
    NUMBER,
    /** As a double, because the server writes only six digits of a float. */
    FLOAT,
    /** Bytes, in hexadecimal. */
    BYTES,
    /** Text in quotes. */
    TEXT
  }

  /**
   * Returns the form of a type.
   *
   * @param type as SHOW COLUMNS tells it, such as {@code int(10) unsigned}
   * @return null when values of the type cannot be loaded
   */
  static Form form(String type) {
    String name = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9].*$", "");
    return switch (name) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "double" -> Form.NUMBER;
      case "float" -> Form.FLOAT;
      case "bit", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Form.BYTES;
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection",
          "vector" ->
          null;
      default -> Form.TEXT;
    };
  }
}
