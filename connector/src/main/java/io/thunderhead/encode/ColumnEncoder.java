package io.thunderhead.encode;

import io.thunderhead.error.LoadException;
import io.thunderhead.expr.Assignment;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputRow;

/**
 * Holds one column's value of the current row: from the input, computed, or the same for all rows.
 */
final class ColumnEncoder {
  private static final int MAX_SHOWN = 64;
  private static final int NOT_IN_INPUT = -1;

  private final ColumnInfo column;
  private final ColumnType type;
  private final int inputIndex;
  private final boolean strict;
  private final boolean generatesId;
  private final Datum value;
  private final boolean computed;
  private Assignment expression;

  private ColumnEncoder(
      ColumnInfo column,
      ColumnType type,
      int inputIndex,
      boolean strict,
      boolean generatesId,
      Datum value,
      boolean computed) {
    this.column = column;
    this.type = type;
    this.inputIndex = inputIndex;
    this.strict = strict;
    this.generatesId = generatesId;
    this.value = value;
    this.computed = computed;
  }

  /**
   * Makes the encoder of a column that the input has.
   *
   * @param generatesId whether NULL is left to be replaced by an id, though the column is NOT NULL
   */
  static ColumnEncoder ofInput(
      ColumnInfo column, ColumnType type, int inputIndex, boolean strict, boolean generatesId) {
    return new ColumnEncoder(column, type, inputIndex, strict, generatesId, new Datum(), false);
  }

  /** Makes the encoder of a column whose value is the same in all rows. */
  static ColumnEncoder ofConstant(ColumnInfo column, ColumnType type, Datum value) {
    return new ColumnEncoder(column, type, NOT_IN_INPUT, false, false, value, false);
  }

  /** Makes the encoder of a column whose value an expression gives, which is bound later. */
  static ColumnEncoder ofExpression(ColumnInfo column, ColumnType type, boolean strict) {
    return new ColumnEncoder(column, type, NOT_IN_INPUT, strict, false, new Datum(), true);
  }

  /** Tells whether an expression gives the value. */
  boolean isComputed() {
    return computed;
  }

  /** Takes the expression that gives the value. */
  void bind(Assignment assignment) {
    expression = assignment;
  }

  ColumnInfo column() {
    return column;
  }

  ColumnType type() {
    return type;
  }

  /** Returns the value of the row that was loaded last. */
  Datum value() {
    return value;
  }

  /** Tells whether a NULL is left out of the record (kv-encoding 2.3, rule 6). */
  boolean omitsNull() {
    return column.defaultValue() == null && column.originDefault() == null;
  }

  /**
   * Converts this column's value of a row.
   *
   * @throws LoadException BAD_ROW when the column cannot hold it
   */
  void load(InputRow row) {
    if (inputIndex == NOT_IN_INPUT) {
      return;
    }
    if (row.isNull(inputIndex)) {
      loadNull();
      return;
    }
    try {
      row.read(inputIndex, type, value);
    } catch (BadValueException e) {
      throw bad(row.text(inputIndex), e);
    }
  }

  /**
   * Computes the value of a row whose other columns are loaded.
   *
   * @throws LoadException BAD_ROW when the expression fails or the column cannot hold its value
   */
  void compute() {
    try {
      expression.store(value);
    } catch (BadValueException e) {
      throw LoadException.ofColumn(
          column.name(),
          "column '"
              + column.name()
              + "' ("
              + column.type().sql()
              + "): cannot store the value of "
              + RowExpressions.text(column)
              + ": "
              + e.getMessage()
              + "; correct the input",
          e);
    }
    if (value.isNull()) {
      loadNull();
    }
  }

  private void loadNull() {
    if (!column.type().notNull() || generatesId) {
      value.setNull();
    } else if (strict || column.type().tp() == FieldType.VECTOR) {
      throw LoadException.ofColumn(
          column.name(),
          "column '"
              + column.name()
              + "' ("
              + column.type().sql()
              + "): the value is NULL and the column is NOT NULL; correct the input",
          null);
    } else {
      type.zero(value);
    }
  }

  private LoadException bad(String source, BadValueException cause) {
    return LoadException.ofColumn(
        column.name(),
        "column '"
            + column.name()
            + "' ("
            + column.type().sql()
            + "): cannot store "
            + shown(source)
            + ": "
            + cause.getMessage()
            + "; correct the input",
        cause);
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN
        ? "'" + text + "'"
        : "'" + text.substring(0, MAX_SHOWN) + "…' (" + text.length() + " characters)";
  }
}
