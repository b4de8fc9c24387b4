package io.thunderhead.tidb;

import io.thunderhead.ddl.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A WHERE of comparisons joined by AND: {@code =}, {@code !=}, {@code IN} and {@code LIKE} of a
 * column with literals. Text compares without regard to case.
 */
final class Condition {
  private final List<Term> terms = new ArrayList<>();

  private record Term(String column, boolean wanted, List<Pattern> patterns) {}

  /** Reads what stands behind WHERE. */
  static Condition read(TokenReader in, Values values) {
    Condition condition = new Condition();
    do {
      condition.terms.add(term(in, values));
    } while (in.accept("AND"));
    return condition;
  }

  private static Term term(TokenReader in, Values values) {
    String column = in.identifier("a column name");
    while (in.acceptSymbol(".")) {
      column = in.memberIdentifier("a column name");
    }
    List<Pattern> patterns = new ArrayList<>();
    if (in.acceptSymbol("=")) {
      patterns.add(exact(literal(in, values)));
    } else if (in.acceptSymbol("!=") || in.acceptSymbol("<>")) {
      patterns.add(exact(literal(in, values)));
      return new Term(column, false, patterns);
    } else if (in.accept("LIKE")) {
      patterns.add(like(literal(in, values)));
    } else if (in.accept("IN")) {
      in.expectSymbol("(");
      do {
        patterns.add(exact(literal(in, values)));
      } while (in.acceptSymbol(","));
      in.expectSymbol(")");
    } else {
      throw SqlError.notTaken("the condition at " + in.peek().described());
    }
    return new Term(column, true, patterns);
  }

  private static String literal(TokenReader in, Values values) {
    Values.Value value = values.next();
    if (value == null) {
      throw in.unexpected("a literal");
    }
    return value.text() == null ? "" : value.text();
  }

  private static Pattern exact(String text) {
    return Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE);
  }

  /** Reads a pattern of LIKE with its escape, the backslash. */
  static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
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

  /** Returns the rows for which all comparisons hold. */
  Result.Rows filter(Result.Rows rows) {
    for (Term term : terms) {
      if (rows.position(term.column()) < 0) {
        throw new SqlError(
            SqlError.UNKNOWN_COLUMN, "Unknown column '" + term.column() + "' in 'where clause'");
      }
    }
    return new Result.Rows(
        rows.columns(), rows.rows().stream().filter(row -> holds(rows, row)).toList());
  }

  private boolean holds(Result.Rows rows, List<String> row) {
    for (Term term : terms) {
      String value = row.get(rows.position(term.column()));
      if (value == null
          || term.patterns().stream().anyMatch(each -> each.matcher(value).matches())
              != term.wanted()) {
        return false;
      }
    }
    return true;
  }
}
