package io.thunderhead.option;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database and a table, as the user wrote them. */
public record TableName(String database, String table) implements Serializable {

  private static final Pattern PART = Pattern.compile("`((?:[^`]|``)+)`|([^`.]+)");

  /** Reads {@code database.table}; either part may stand in backquotes, which double inside. */
  static TableName parse(String text) {
    Matcher part = PART.matcher(text);
    if (part.lookingAt() && text.startsWith(".", part.end())) {
      String database = name(part);
      int from = part.end() + 1;
      if (part.region(from, text.length()).matches()) {
        return new TableName(database, name(part));
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static String name(Matcher part) {
    String name = part.group(1) == null ? part.group(2) : part.group(1).replace("``", "`");
    if (name.isBlank()) {
      throw new IllegalArgumentException(name);
    }
    return name;
  }

  /** Returns both parts in backquotes, as SQL and {@link #parse} take them. */
  public String quoted() {
    return quoted(database) + "." + quoted(table);
  }

  /** Returns a name in backquotes. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
