package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which tables of a dump are loaded, by rules in the language of Lightning's {@code filter}: {@code
 * db.table} with wildcards, {@code /regular expression/} or a quoted name for either part, {@code
 * !} before a rule that leaves tables out. The last rule that matches decides; without one a table
 * is left out.
 */
public final class TableFilter {
  /** The rules when the user gives none: all but the databases of the system. */
  public static final List<String> DEFAULT =
      List.of(
          "*.*",
          "!mysql.*",
          "!sys.*",
          "!INFORMATION_SCHEMA.*",
          "!PERFORMANCE_SCHEMA.*",
          "!METRICS_SCHEMA.*",
          "!INSPECTION_SCHEMA.*");

  private final List<Rule> rules = new ArrayList<>();

  private record Rule(boolean takes, Predicate<String> schema, Predicate<String> table) {}

  /**
   * Reads rules.
   *
   * @throws LoadException INVALID_OPTION when one cannot be read
   */
  public TableFilter(List<String> texts, boolean caseSensitive) {
    for (String text : texts) {
      String rule = text.strip();
      if (!rule.isEmpty() && !rule.startsWith("#")) {
        rules.add(new Reader(rule, caseSensitive).rule());
      }
    }
  }

  /** Tells whether a table is loaded. */
  public boolean takes(String schema, String table) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      if (rule.schema.test(schema) && rule.table.test(table)) {
        return rule.takes;
      }
    }
    return false;
  }

  /** Reads one rule from left to right. */
  private static final class Reader {
    private final String text;
    private final boolean caseSensitive;
    private int at;

    Reader(String text, boolean caseSensitive) {
      this.text = text;
      this.caseSensitive = caseSensitive;
    }

    Rule rule() {
      boolean takes = !text.startsWith("!");
      at = takes ? 0 : 1;
      Predicate<String> schema = part();
      if (at >= text.length() || text.charAt(at) != '.') {
        throw bad(null);
      }
      at++;
      Predicate<String> table = part();
      if (at != text.length()) {
        throw bad(null);
      }
      return new Rule(takes, schema, table);
    }

    private Predicate<String> part() {
      char first = at < text.length() ? text.charAt(at) : '.';
      return switch (first) {
        case '/' -> regex();
        case '`', '"' -> quoted(first);
        default -> wildcard();
      };
    }

    private Predicate<String> regex() {
      StringBuilder regex = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '/'; at++) {
        if (text.startsWith("\\/", at)) {
          at++;
        } else if (text.charAt(at) == '\\') {
          regex.append(text.charAt(at++));
        }
        if (at < text.length()) {
          regex.append(text.charAt(at));
        }
      }
      if (at++ >= text.length()) {
        throw bad(null);
      }
      try {
        return Pattern.compile(regex.toString(), NamePattern.flags(caseSensitive)).asPredicate();
      } catch (PatternSyntaxException e) {
        throw bad(e);
      }
    }

    private Predicate<String> quoted(char quote) {
      StringBuilder name = new StringBuilder();
      for (at++; at < text.length(); at++) {
        if (text.charAt(at) == quote) {
          if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
            break;
          }
          at++;
        }
        name.append(text.charAt(at));
      }
      if (at++ >= text.length()) {
        throw bad(null);
      }
      String wanted = name.toString();
      return caseSensitive ? wanted::equals : wanted::equalsIgnoreCase;
    }

    private Predicate<String> wildcard() {
      int start = at;
      for (; at < text.length() && text.charAt(at) != '.'; at++) {
        int close = text.charAt(at) == '[' ? text.indexOf(']', at + 2) : -1;
        at = close > 0 ? close : at;
        at += text.charAt(at) == '\\' ? 1 : 0;
      }
      if (at == start || at > text.length()) {
        throw bad(null);
      }
      try {
        return NamePattern.compile(text.substring(start, at), caseSensitive).asMatchPredicate();
      } catch (PatternSyntaxException e) {
        throw bad(e);
      }
    }

    private LoadException bad(PatternSyntaxException e) {
      return new LoadException(
          ErrorCode.INVALID_OPTION,
          "option filter: '%s' (expected: a rule such as db.*, db.table, !db.tmp_* or /^db\\d+$/.*)"
              .formatted(text),
          e);
    }
  }
}
