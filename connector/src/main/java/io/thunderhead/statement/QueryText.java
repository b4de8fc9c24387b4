package io.thunderhead.statement;

import java.util.List;

/** The query of an IMPORT INTO, which the options of the statement follow. */
final class QueryText {
  private final String sql;
  private final List<Token> tokens;
  private final int from;
  private final int end;

  /**
   * Finds the end of a query.
   *
   * @param tokens of the statement
   * @param from the query's first token
   */
  QueryText(String sql, List<Token> tokens, int from) {
    this.sql = sql;
    this.tokens = tokens;
    this.from = from;
    this.end = end();
  }

  /** Returns the index of the token behind the query. */
  int next() {
    return end;
  }

  /** Returns the query, in which TiDB's {@code AS OF TIMESTAMP} stands as Spark has it. */
  String toSparkSql() {
    StringBuilder out = new StringBuilder();
    int copied = tokens.get(from).from();
    for (int i = from + 1; i + 2 < end; i++) {
      if (isAsOfTimestamp(i)) {
        out.append(sql, copied, tokens.get(i).from()).append("TIMESTAMP AS OF");
        copied = tokens.get(i + 2).to();
      }
    }
    return out.append(sql, copied, tokens.get(end - 1).to()).toString();
  }

  private boolean isAsOfTimestamp(int i) {
    Token before = tokens.get(i - 1);
    boolean sparks = before.isWord("TIMESTAMP") || before.isWord("SYSTEM_TIME");
    return !sparks
        && tokens.get(i).isWord("AS")
        && tokens.get(i + 1).isWord("OF")
        && tokens.get(i + 2).isWord("TIMESTAMP");
  }

  /** Finds the WITH that options follow: the last outside parentheses, if any. */
  private int end() {
    int found = -1;
    int depth = 0;
    int i = from;
    for (; tokens.get(i).kind() != Token.Kind.END && !tokens.get(i).isSign(';'); i++) {
      depth += tokens.get(i).isSign('(') ? 1 : tokens.get(i).isSign(')') ? -1 : 0;
      if (depth == 0 && i > from && tokens.get(i).isWord("WITH") && isOption(i + 1)) {
        found = i;
      }
    }
    return found < 0 ? i : found;
  }

  private boolean isOption(int index) {
    Token name = tokens.get(index);
    if (name.kind() != Token.Kind.WORD || name.isWord("CUBE") || name.isWord("ROLLUP")) {
      return false;
    }
    Token behind = tokens.get(index + 1);
    return behind.kind() == Token.Kind.END
        || behind.isSign('=')
        || behind.isSign(',')
        || behind.isSign(';');
  }
}
