package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Sends tables to a table of another name, as an entry of Lightning's {@code [[routes]]}.
 *
 * @param schemaPattern wildcard of databases
 * @param tablePattern wildcard of tables; empty for whole databases
 * @param targetSchema database that takes the rows
 * @param targetTable table that takes the rows; empty to keep the name
 * @param extractTable column filled from the table's name, or null
 * @param extractSchema column filled from the database's name, or null
 * @param extractSource column filled from the source's id, or null
 */
public record TableRoute(
    String schemaPattern,
    String tablePattern,
    String targetSchema,
    String targetTable,
    Extract extractTable,
    Extract extractSchema,
    Extract extractSource) {
  /** Checks that there is a pattern and a target. */
  public TableRoute {
    if (schemaPattern.isEmpty() || targetSchema.isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "route: schema-pattern '%s', target-schema '%s' (expected: both)"
              .formatted(schemaPattern, targetSchema));
    }
    if (!targetTable.isEmpty() && tablePattern.isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "route of %s: target-table '%s' without table-pattern (expected: a table-pattern)"
              .formatted(schemaPattern, targetTable));
    }
  }

  /**
   * Makes the value of a column from a name.
   *
   * @param regexp all its groups, one behind the other, are the value
   * @param column of the target table
   */
  public record Extract(String regexp, String column) {
    /** Checks the expression. */
    public Extract {
      try {
        if (Pattern.compile(regexp).matcher("").groupCount() == 0 || column.isEmpty()) {
          throw new PatternSyntaxException("a group and a target-column", regexp, -1);
        }
      } catch (PatternSyntaxException e) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "route: regexp '%s', target-column '%s' (expected: a regular expression with a group, and a column)"
                .formatted(regexp, column),
            e);
      }
    }

    /** Returns the value for a name, null when the expression does not match. */
    String value(String name) {
      Matcher matcher = Pattern.compile(regexp).matcher(name);
      if (!matcher.find()) {
        return null;
      }
      StringBuilder value = new StringBuilder();
      for (int i = 1; i <= matcher.groupCount(); i++) {
        value.append(matcher.group(i) == null ? "" : matcher.group(i));
      }
      return value.toString();
    }
  }

  boolean ofTables() {
    return !tablePattern.isEmpty();
  }

  boolean matches(String schema, String table, boolean caseSensitive) {
    return NamePattern.compile(schemaPattern, caseSensitive).matcher(schema).matches()
        && (!ofTables()
            || NamePattern.compile(tablePattern, caseSensitive).matcher(table).matches());
  }
}
