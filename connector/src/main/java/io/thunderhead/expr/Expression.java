package io.thunderhead.expr;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * An expression of a table's schema over the columns of the current row (kv-encoding 3.6, 3.7, 4.13
 * to 4.15, 7.7). Not thread-safe.
 */
public final class Expression {
  /** What a condition can be. */
  public enum Truth {
    TRUE,
    FALSE,
    /** NULL. */
    UNKNOWN
  }

  private final Expr root;
  private final Casts casts;

  private Expression(Expr root, Casts casts) {
    this.root = root;
    this.casts = casts;
  }

  /**
   * Parses an expression and resolves its types.
   *
   * @param text SQL as the schema has it, names in backquotes
   * @param values the value of a column by its offset; always the same object, filled for each row
   * @param now what CURRENT_TIMESTAMP is
   * @throws UnsupportedExpressionException when it cannot be computed surely as TiDB does
   */
  public static Expression of(
      String text, TableInfo table, IntFunction<Datum> values, ConversionRules rules, Instant now) {
    Env env = new Env(rules, now);
    Compiler compiler = new Compiler(table, values, env);
    return new Expression(compiler.compile(ExprParser.parse(text)), compiler.casts());
  }

  /**
   * Returns what of an expression is not covered, by name; empty when it can be computed.
   *
   * @param column where it is stored, null when it is a condition or an integer
   * @param target the column's type, null without column
   */
  public static List<String> unsupported(
      String text, TableInfo table, ColumnInfo column, ColumnType target) {
    List<String> names = new ArrayList<>();
    try {
      Compiler.unknown(ExprParser.parse(text), names);
      if (names.isEmpty()) {
        ConversionRules rules = new ConversionRules(Set.of(), ZoneOffset.UTC, true);
        Expression expression = of(text, table, offset -> new Datum(), rules, Instant.EPOCH);
        if (column == null) {
          expression.requireInteger();
        } else {
          expression.assignTo(column, target);
        }
      }
    } catch (UnsupportedExpressionException e) {
      names.add(e.getMessage());
    }
    return names;
  }

  /** Resolves how a column takes the value. */
  public Assignment assignTo(ColumnInfo column, ColumnType target) {
    return Assignment.of(root, column, target, casts);
  }

  /**
   * Computes a condition for the current row.
   *
   * @throws io.thunderhead.type.BadValueException when it fails
   */
  public Truth test() {
    Value value = root.eval();
    return value.isNull() ? Truth.UNKNOWN : value.number() == 0 ? Truth.FALSE : Truth.TRUE;
  }

  /**
   * Computes an integer for the current row, null for NULL.
   *
   * @throws io.thunderhead.type.BadValueException when it fails
   */
  public Long integer() {
    Value value = root.eval();
    return value.isNull() ? null : value.number();
  }

  /** Tells whether the 64 bits of an integer are unsigned. */
  public boolean unsigned() {
    return root.type().unsigned();
  }

  private void requireInteger() {
    if (root.type().kind() != Kind.INT) {
      throw Env.unsupported("a " + root.type().kind() + " where an integer or condition is due");
    }
  }
}
