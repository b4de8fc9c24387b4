package io.thunderhead.encode;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.expr.Expression;
import io.thunderhead.locate.RowInteger;
import io.thunderhead.type.BadValueException;

/** The integer that a partition expression gives for the current row. */
final class PartitionNumber implements RowInteger {
  private final String text;
  private final Expression expression;
  private long value;

  PartitionNumber(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
  }

  @Override
  public boolean load() {
    try {
      Long number = expression.integer();
      value = number == null ? 0 : number;
      return number != null;
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
