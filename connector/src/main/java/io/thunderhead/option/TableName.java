package io.thunderhead.option;

/** A database and a table, as the user wrote them. */
public record TableName(String database, String table) {

  /** Reads {@code database.table}; backquotes around either part are taken off. */
  static TableName parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(text);
    }
    return new TableName(unquoted(parts[0]), unquoted(parts[1]));
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 2 && name.startsWith("`") && name.endsWith("`");
    String bare = quoted ? name.substring(1, name.length() - 1) : name;
    if (bare.isBlank()) {
      throw new IllegalArgumentException(name);
    }
    return bare;
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
