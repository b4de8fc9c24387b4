package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.expr.Expression;
import io.thunderhead.locate.RowInteger;
import io.thunderhead.schema.CheckConstraint;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.PartitionInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ConversionRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The expressions of a table over the current row (kv-encoding 3.7, 4.13 to 4.15). */
final class RowExpressions {
  private record Condition(String name, Expression expression) {}

  private final List<ColumnEncoder> computed = new ArrayList<>();
  private final List<Condition> checks = new ArrayList<>();
  private final Condition[] conditions;
  private final boolean[] met;
  private final RowInteger partitionNumber;

  /**
   * Binds the expressions to the columns.
   *
   * @param columns by their offsets
   * @param indexes those that have key-value pairs
   */
  RowExpressions(
      TableInfo table,
      ColumnEncoder[] columns,
      List<IndexInfo> indexes,
      ConversionRules rules,
      Instant now) {
    for (ColumnEncoder column : columns) {
      if (column.isComputed()) {
        String text = text(column.column());
        Expression expression = compile(text, table, columns, rules, now);
        column.bind(expression.assignTo(column.column(), column.type()));
        computed.add(column);
      }
    }
    computed.sort((a, b) -> Boolean.compare(a.column().generated(), b.column().generated()));
    for (CheckConstraint check : table.constraints()) {
      if (check.enforced()) {
        Expression expression = compile(check.expression(), table, columns, rules, now);
        checks.add(new Condition("CHECK constraint " + check.name(), expression));
      }
    }
    this.conditions = new Condition[indexes.size()];
    this.met = new boolean[indexes.size()];
    for (int i = 0; i < conditions.length; i++) {
      IndexInfo index = indexes.get(i);
      if (!index.condition().isEmpty()) {
        Expression expression = compile(index.condition(), table, columns, rules, now);
        conditions[i] = new Condition("the condition of index " + index.name(), expression);
      }
    }
    PartitionInfo partition = table.partition();
    boolean partitioned =
        partition != null && partition.columns().isEmpty() && partition.bareColumn() == null;
    this.partitionNumber =
        partitioned
            ? new PartitionNumber(
                partition.expression(), compile(partition.expression(), table, columns, rules, now))
            : null;
  }

  /** Returns what the table is partitioned by, null when that is no expression. */
  RowInteger partitionNumber() {
    return partitionNumber;
  }

  /** Returns the expression of a column that the input does not bring. */
  static String text(ColumnInfo column) {
    return column.generated() ? column.generatedExpression() : column.defaultValue();
  }

  /**
   * Computes columns whose input is loaded: defaults, then generated columns, each of which sees
   * those before it.
   *
   * @throws LoadException BAD_ROW when a value cannot be stored
   */
  void compute() {
    for (ColumnEncoder column : computed) {
      column.compute();
    }
  }

  /**
   * Tests CHECK constraints and the conditions of partial indexes.
   *
   * @throws LoadException BAD_ROW when a constraint is not met
   */
  void test() {
    for (Condition check : checks) {
      if (test(check) == Expression.Truth.FALSE) {
        throw new LoadException(ErrorCode.BAD_ROW, check.name() + " is not met; correct the input");
      }
    }
    for (int i = 0; i < conditions.length; i++) {
      met[i] = conditions[i] == null || test(conditions[i]) == Expression.Truth.TRUE;
    }
  }

  /** Tells whether the row is in an index, by its position among those given. */
  boolean isIndexed(int position) {
    return met[position];
  }

  private static Expression.Truth test(Condition condition) {
    try {
      return condition.expression().test();
    } catch (BadValueException e) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          condition.name() + " cannot be computed: " + e.getMessage() + "; correct the input",
          e);
    }
  }

  private static Expression compile(
      String text, TableInfo table, ColumnEncoder[] columns, ConversionRules rules, Instant now) {
    return Expression.of(text, table, offset -> columns[offset].value(), rules, now);
  }
}
