package io.thunderhead.dump;

import io.thunderhead.option.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the statement of a schema file that makes the object, and gives the object its name. */
final class SchemaScript {
  private static final String GAP = "(?:\\s|/\\*.*?\\*/)+";
  private static final String SPACE = "(?:\\s|/\\*.*?\\*/)*";
  private static final String IDENTIFIER =
      "(?:`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|[\\w$\\x{80}-\\x{10ffff}]+)";
  private static final String NAME = IDENTIFIER + "(?:" + SPACE + "\\." + SPACE + IDENTIFIER + ")?";
  private static final String IF_NOT_EXISTS =
      "(?:(?:/\\*!\\d*\\s*)?IF\\s+NOT\\s+EXISTS(?:\\s*\\*/)?" + SPACE + ")?";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern DATABASE =
      Pattern.compile(
          "^CREATE" + GAP + "(?:DATABASE|SCHEMA)\\s+" + IF_NOT_EXISTS + SPACE + IDENTIFIER, FLAGS);
  private static final Pattern TABLE =
      Pattern.compile("^CREATE" + GAP + "TABLE\\s+" + IF_NOT_EXISTS + SPACE + NAME, FLAGS);
  private static final Pattern VIEW =
      Pattern.compile("^CREATE\\b(?:" + GAP + "OR\\s+REPLACE)?(.*?\\bVIEW\\s+)" + NAME, FLAGS);

  private SchemaScript() {}

  /** Returns the statement that makes a database, or null. */
  static String createDatabase(String script, String database) {
    return created(
        script, DATABASE, m -> "CREATE DATABASE IF NOT EXISTS " + TableName.quoted(database));
  }

  /** Returns the statement that makes a table, or null. */
  static String createTable(String script, TableName table) {
    return created(script, TABLE, m -> "CREATE TABLE IF NOT EXISTS " + table.quoted());
  }

  /** Returns the statement that makes a view, or null. */
  static String createView(String script, TableName view) {
    return created(script, VIEW, m -> "CREATE OR REPLACE" + m.group(1) + view.quoted());
  }

  private interface Head {
    String of(Matcher match);
  }

  private static String created(String script, Pattern head, Head renamed) {
    for (String statement : statements(script)) {
      Matcher match = head.matcher(statement);
      if (match.find()) {
        return renamed.of(match) + statement.substring(match.end());
      }
    }
    return null;
  }

  /** Cuts a script at its semicolons; comments before a statement are left out. */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < script.length()) {
      char c = script.charAt(at);
      int comment = commentEnd(script, at);
      if (comment > 0) {
        boolean leading = script.substring(start, at).isBlank();
        start = leading ? comment : start;
        at = comment;
      } else if (c == '\'' || c == '"' || c == '`') {
        at = quoteEnd(script, at, c);
      } else if (c == ';') {
        add(statements, script.substring(start, at));
        start = ++at;
      } else {
        at++;
      }
    }
    add(statements, script.substring(start));
    return statements;
  }

  private static void add(List<String> statements, String text) {
    if (!text.isBlank()) {
      statements.add(text.strip());
    }
  }

  private static int commentEnd(String script, int at) {
    if (script.startsWith("/*", at)) {
      int end = script.indexOf("*/", at + 2);
      return end < 0 ? script.length() : end + 2;
    }
    boolean line = script.startsWith("-- ", at) || script.startsWith("--\n", at);
    if (line || script.charAt(at) == '#') {
      int end = script.indexOf('\n', at);
      return end < 0 ? script.length() : end + 1;
    }
    return 0;
  }

  private static int quoteEnd(String script, int open, char quote) {
    int at = open + 1;
    while (at < script.length() && script.charAt(at) != quote) {
      at += script.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(at + 1, script.length());
  }
}
