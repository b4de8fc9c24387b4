package io.thunderhead.rows;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Columns that are computed by Spark SQL expressions over the text of a file's columns; {@code
 * @name} is the variable of that name.
 */
public final class Expressions {
  /** A string, a quoted name, or a variable. */
  private static final Pattern PART =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.|\"\")*\"|`(?:[^`]|``)*`|@([\\w$.]+)",
          Pattern.UNICODE_CHARACTER_CLASS);

  private Expressions() {}

  /**
   * Computes columns.
   *
   * @param kept column that is passed on
   * @return one column for each expression, then {@code kept}
   * @throws LoadException INVALID_OPTION when an expression cannot be computed over the rows
   */
  static Dataset<Row> select(Dataset<Row> rows, String kept, Map<String, String> expressions) {
    List<Column> columns = new ArrayList<>();
    for (Map.Entry<String, String> each : expressions.entrySet()) {
      columns.add(column(rows, each.getKey(), each.getValue()));
    }
    columns.add(functions.col(kept));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column column(Dataset<Row> rows, String name, String expression) {
    try {
      Column column = functions.expr(withQuotedVariables(expression)).as(name);
      rows.select(column);
      return column;
    } catch (Exception e) {
      if (e instanceof AnalysisException || e instanceof IllegalArgumentException) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option set: '%s=%s' is no Spark SQL expression over the input's columns (%s)"
                .formatted(name, expression, firstLine(e)),
            e);
      }
      throw e;
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String withQuotedVariables(String expression) {
    return PART.matcher(expression)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(m.group(1) == null ? m.group() : "`@" + m.group(1) + "`"));
  }
}
