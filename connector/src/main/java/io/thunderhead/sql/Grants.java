package io.thunderhead.sql;

import io.thunderhead.option.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code SHOW GRANTS} says that a user may do, the active roles included. Grants of columns do
 * not count, a load writes all of them.
 */
public final class Grants {
  private static final Pattern LINE =
      Pattern.compile(
          "GRANT (?<privileges>.+?) ON (?:TABLE )?(?<database>`(?:[^`]|``)*`|[^.\\s]+)\\.(?<table>`(?:[^`]|``)*`|\\S+) TO .*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern OF_COLUMNS = Pattern.compile("[A-Za-z ]+\\([^)]*\\)");

  private final List<Grant> grants = new ArrayList<>();

  private record Grant(Set<String> privileges, String database, String table) {
    boolean covers(TableName name) {
      boolean ofDatabase =
          database.equals("*")
              || (table.equals("*")
                  ? pattern(database).matcher(name.database()).matches()
                  : database.equalsIgnoreCase(name.database()));
      return ofDatabase && (table.equals("*") || table.equalsIgnoreCase(name.table()));
    }
  }

  /** Reads the lines of {@code SHOW GRANTS}; what is no grant of privileges is passed over. */
  public Grants(List<String> lines) {
    for (String line : lines) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        grants.add(
            new Grant(
                privileges(m.group("privileges")),
                unquoted(m.group("database")),
                unquoted(m.group("table"))));
      }
    }
  }

  /** Asks for the grants of the client's own user. */
  public static Grants of(TidbClient tidb) {
    return new Grants(tidb.rows("SHOW GRANTS").stream().map(row -> row.get(0)).toList());
  }

  private static Set<String> privileges(String text) {
    Set<String> names = new HashSet<>();
    for (String each : OF_COLUMNS.matcher(text).replaceAll("").split(",")) {
      names.add(each.strip().toUpperCase(Locale.ROOT));
    }
    return names;
  }

  /** Returns those of some privileges that a user lacks on a table, in their order. */
  public List<String> missing(TableName table, List<String> wanted) {
    return wanted.stream().filter(each -> !has(each, table)).toList();
  }

  private boolean has(String privilege, TableName table) {
    return grants.stream()
        .filter(grant -> grant.covers(table))
        .anyMatch(
            grant ->
                grant.privileges().contains(privilege)
                    || grant.privileges().contains("ALL")
                    || grant.privileges().contains("ALL PRIVILEGES"));
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  /** A database that is granted on is a pattern of LIKE. */
  private static Pattern pattern(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        regex.append(Pattern.quote(String.valueOf(like.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
