package io.thunderhead.statement;

import io.thunderhead.error.LoadException;
import io.thunderhead.option.NearestName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads IMPORT INTO, SHOW IMPORT JOBS and GROUPS, and CANCEL IMPORT JOB. */
public final class StatementParser {
  private static final String GAP = "(?:\\s|/\\*.*?\\*/|(?:--\\s|#)[^\\n]*\\n)";
  private static final Pattern OURS =
      Pattern.compile(
          "_*(?:IMPORT_+INTO|SHOW_+(?:RAW_+)?IMPORT_+(?:JOB|GROUP)S?|CANCEL_+IMPORT_+JOB)\\b.*"
              .replace("_", GAP),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final List<String> FORMATS = List.of("csv", "sql", "parquet");

  private final String sql;
  private final List<Token> tokens;
  private int at;

  private StatementParser(String sql) {
    this.sql = sql;
    this.tokens = Lexer.tokens(sql);
  }

  /** Tells whether a text begins as one of the statements; no other begins so. */
  public static boolean isImportStatement(String sql) {
    return OURS.matcher(sql).matches();
  }

  /**
   * Reads a statement that {@link #isImportStatement} is true of.
   *
   * @throws LoadException INVALID_OPTION that tells the place and what is expected there
   */
  public static ImportStatement parse(String sql) {
    StatementParser parser = new StatementParser(sql);
    ImportStatement statement = parser.statement();
    parser.skipSign(';');
    parser.require(parser.peek().kind() == Token.Kind.END, "the end of the statement");
    return statement;
  }

  private ImportStatement statement() {
    if (skipWord("SHOW")) {
      skipWord("RAW");
      word("IMPORT");
      return show();
    } else if (skipWord("CANCEL")) {
      word("IMPORT");
      word("JOB");
      return new ImportStatement.CancelJob(id());
    }
    word("IMPORT");
    word("INTO");
    return importInto();
  }

  private ImportStatement show() {
    if (skipWord("JOB")) {
      return new ImportStatement.ShowJobs(id(), "");
    } else if (skipWord("GROUP")) {
      Token key = peek();
      require(key.kind() == Token.Kind.STRING, "a group's key in quotes");
      at++;
      return new ImportStatement.ShowGroups(key.text(), "");
    } else if (skipWord("GROUPS")) {
      return new ImportStatement.ShowGroups(null, condition());
    }
    require(peek().isWord("JOBS"), "JOBS, JOB, GROUPS or GROUP");
    at++;
    return new ImportStatement.ShowJobs(null, condition());
  }

  /** Returns the text behind WHERE, empty when there is none. */
  private String condition() {
    if (!skipWord("WHERE")) {
      return "";
    }
    int from = peek().from();
    require(peek().kind() != Token.Kind.END, "a condition");
    while (peek().kind() != Token.Kind.END && !peek().isSign(';')) {
      at++;
    }
    return sql.substring(from, tokens.get(at - 1).to());
  }

  private long id() {
    Token token = peek();
    require(token.kind() == Token.Kind.NUMBER && token.text().matches("\\d{1,18}"), "a job's id");
    at++;
    return Long.parseLong(token.text());
  }

  private ImportStatement importInto() {
    List<String> table = tableName();
    List<String> fields = peek().isSign('(') ? fields() : List.of();
    Map<String, String> set = skipWord("SET") ? assignments(fields) : Map.of();
    word("FROM");
    if (peek().kind() != Token.Kind.STRING) {
      return ofQuery(table, fields, set);
    }
    require(!peek().text().isEmpty(), "a path that is not empty");
    String path = tokens.get(at++).text();
    String format = skipWord("FORMAT") ? format() : "";
    int options = peek().from();
    Map<ImportOption, String> given = options();
    for (ImportOption option : given.keySet()) {
      if (option.use() == ImportOption.Use.CSV && !format.isEmpty() && !format.equals("csv")) {
        throw SyntaxErrors.at(
            sql,
            options,
            "option " + option.word() + " is for CSV",
            "no such option for " + format);
      }
    }
    return new ImportStatement.OfFiles(
        table, new ImportStatement.Columns(fields, set), path, format, ImportSettings.of(given));
  }

  private ImportStatement ofQuery(
      List<String> table, List<String> fields, Map<String, String> set) {
    Token first = peek();
    boolean begins =
        first.isSign('(')
            || first.isWord("SELECT")
            || first.isWord("WITH")
            || first.isWord("TABLE")
            || first.isWord("VALUES");
    require(begins, "a path in quotes, or SELECT");
    for (String field : fields) {
      if (field.startsWith("@")) {
        throw SyntaxErrors.at(sql, first.from(), field + " has no field", "columns for a query");
      }
    }
    if (!set.isEmpty()) {
      throw SyntaxErrors.at(sql, first.from(), "SET has no fields", "a path in quotes behind SET");
    }
    QueryText query = new QueryText(sql, tokens, at);
    at = query.next();
    int options = peek().from();
    Map<ImportOption, String> given = options();
    for (ImportOption option : given.keySet()) {
      if (option != ImportOption.THREAD && option != ImportOption.DISABLE_PRECHECK) {
        throw SyntaxErrors.at(
            sql, options, option.word() + " is for files", "thread or disable_precheck");
      }
    }
    return new ImportStatement.OfQuery(table, fields, query.toSparkSql(), ImportSettings.of(given));
  }

  private List<String> tableName() {
    List<String> parts = new ArrayList<>();
    do {
      parts.add(name("a table's name"));
    } while (skipSign('.'));
    return parts;
  }

  private String name(String what) {
    require(peek().isName(), what);
    return tokens.get(at++).text();
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    sign('(');
    if (skipSign(')')) {
      return fields;
    }
    do {
      Token token = peek();
      boolean variable = token.kind() == Token.Kind.VARIABLE;
      require(variable || token.isName(), "a column or @variable");
      String field = variable ? "@" + token.text() : token.text();
      boolean again = !variable && fields.stream().anyMatch(field::equalsIgnoreCase);
      if (again || field.contains(",")) {
        throw SyntaxErrors.at(
            sql,
            token.from(),
            again ? "column '" + field + "' is named twice" : "a name has a comma",
            again ? "each column once" : "names without commas");
      }
      fields.add(field);
      at++;
    } while (skipSign(','));
    sign(')');
    return fields;
  }

  private Map<String, String> assignments(List<String> fields) {
    Map<String, String> set = new LinkedHashMap<>();
    do {
      int from = peek().from();
      String column = name("a column to set");
      if (set.keySet().stream().anyMatch(column::equalsIgnoreCase)) {
        throw SyntaxErrors.at(sql, from, "column '" + column + "' is set twice", "once");
      } else if (fields.stream().anyMatch(column::equalsIgnoreCase)) {
        throw SyntaxErrors.at(
            sql,
            from,
            "column '" + column + "' is set and takes a field as well",
            "a @variable in the place of the field");
      }
      sign('=');
      set.put(column, expression());
    } while (skipSign(','));
    return set;
  }

  /** Returns the text up to a comma or FROM outside parentheses. */
  private String expression() {
    int from = at;
    int depth = 0;
    while (peek().kind() != Token.Kind.END) {
      boolean ends = peek().isSign(',') || peek().isWord("FROM");
      if (depth == 0 && ends) {
        break;
      }
      depth += peek().isSign('(') ? 1 : peek().isSign(')') ? -1 : 0;
      require(depth >= 0, "an expression");
      at++;
    }
    require(at > from, "an expression");
    require(depth == 0, "a closing parenthesis");
    return sql.substring(tokens.get(from).from(), tokens.get(at - 1).to());
  }

  private String format() {
    Token token = peek();
    String format = token.lower();
    require(
        token.kind() == Token.Kind.STRING && FORMATS.contains(format), "'csv', 'sql' or 'parquet'");
    at++;
    return format;
  }

  private Map<ImportOption, String> options() {
    Map<ImportOption, String> given = new EnumMap<>(ImportOption.class);
    if (!skipWord("WITH")) {
      return given;
    }
    do {
      Token token = peek();
      require(token.kind() == Token.Kind.WORD, "an option");
      ImportOption option = ImportOption.find(token.text());
      if (option == null) {
        throw SyntaxErrors.at(
            sql,
            token.from(),
            "option '%s' is not known.%s"
                .formatted(token.lower(), NearestName.hint(token.text(), ImportOption.words())),
            String.join(", ", ImportOption.words()));
      }
      if (given.containsKey(option)) {
        throw SyntaxErrors.at(sql, token.from(), option.word() + " is given twice", "once");
      }
      at++;
      given.put(option, value(option));
    } while (skipSign(','));
    return given;
  }

  private String value(ImportOption option) {
    if (option.value() == ImportOption.Value.NONE) {
      require(!peek().isSign('='), "no value for " + option.word());
      return "";
    }
    require(peek().isSign('='), "= and " + option.value().words() + " for " + option.word());
    at++;
    boolean minus = option.value() != ImportOption.Value.TEXT && skipSign('-');
    Token token = peek();
    boolean number = token.kind() == Token.Kind.NUMBER;
    boolean text = token.kind() == Token.Kind.STRING && !minus;
    boolean flag = token.isWord("true") || token.isWord("false");
    boolean fits =
        switch (option.value()) {
          case TEXT -> text;
          case NUMBER -> number && !token.text().contains(".");
          default -> text || number || flag;
        };
    require(fits, option.value().words() + " for " + option.word());
    at++;
    boolean least = option == ImportOption.RECORD_ERRORS && token.text().equals("1");
    if (minus && !least) {
      throw SyntaxErrors.at(
          sql,
          token.from(),
          option.word() + " is below zero",
          option == ImportOption.RECORD_ERRORS ? "-1 or more" : "0 or more");
    }
    return (minus ? "-" : "") + token.text();
  }

  private Token peek() {
    return tokens.get(at);
  }

  private boolean skipWord(String word) {
    boolean there = peek().isWord(word);
    at += there ? 1 : 0;
    return there;
  }

  private boolean skipSign(char sign) {
    boolean there = peek().isSign(sign);
    at += there ? 1 : 0;
    return there;
  }

  private void word(String word) {
    require(peek().isWord(word), word.toUpperCase(Locale.ROOT));
    at++;
  }

  private void sign(char sign) {
    require(peek().isSign(sign), "'" + sign + "'");
    at++;
  }

  private void require(boolean fits, String expected) {
    if (!fits) {
      Token token = peek();
      String found = token.kind() == Token.Kind.END ? "the statement ends" : "this does not fit";
      throw SyntaxErrors.at(sql, token.from(), found, expected);
    }
  }
}
