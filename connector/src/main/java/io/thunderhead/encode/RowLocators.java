package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.expr.Expression;
import io.thunderhead.locate.ColumnValue;
import io.thunderhead.locate.PartitionLocator;
import io.thunderhead.locate.RowInteger;
import io.thunderhead.schema.PartitionInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ConversionRules;
import java.time.Instant;

/** Binds the partitioning of a table to the columns of the current row. */
final class RowLocators {
  private RowLocators() {}

  /** Makes the locator of a partitioned table. */
  static PartitionLocator of(
      TableInfo table, ColumnEncoder[] columns, ConversionRules rules, Instant now) {
    PartitionInfo partition = table.partition();
    if (!partition.columns().isEmpty()) {
      return PartitionLocator.ofColumns(
          partition,
          partition.columns().stream().map(name -> value(table, columns, name)).toList());
    }
    String column = partition.bareColumn();
    if (column != null) {
      return PartitionLocator.ofExpression(partition, value(table, columns, column));
    }
    String text = partition.expression();
    Expression expression =
        Expression.of(text, table, offset -> columns[offset].value(), rules, now);
    return PartitionLocator.ofExpression(partition, new ExpressionInteger(text, expression));
  }

  private static ColumnValue value(TableInfo table, ColumnEncoder[] columns, String name) {
    ColumnEncoder column = columns[table.column(name).offset()];
    column.type().useInKeys();
    return new ColumnValue(column.column(), column.type(), column.value());
  }

  /** An expression as what a row is located by. */
  private static final class ExpressionInteger implements RowInteger {
    private final String text;
    private final Expression expression;
    private long value;

    ExpressionInteger(String text, Expression expression) {
      this.text = text;
      this.expression = expression;
    }

    @Override
    public boolean load() {
      try {
        Long computed = expression.integer();
        value = computed == null ? 0 : computed;
        return computed != null;
      } catch (BadValueException e) {
        throw new LoadException(
            ErrorCode.BAD_ROW,
            "the partition expression "
                + text
                + " cannot be computed: "
                + e.getMessage()
                + "; correct the input",
            e);
      }
    }

    @Override
    public long integer() {
      return value;
    }

    @Override
    public boolean unsigned() {
      return expression.unsigned();
    }
  }
}
