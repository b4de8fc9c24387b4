package io.thunderhead.encode;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;

/** Decides where the value of each column comes from: input, default, expression or row id. */
final class TableColumns {
  private final TableInfo table;
  private final InputColumns input;
  private final InputPositions inputs;
  private final boolean strict;
  private final ConversionRules rules;
  private final DefaultValues defaults;

  TableColumns(
      TableInfo table,
      InputColumns input,
      EncodeSettings settings,
      ConversionRules rules,
      InputPositions inputs) {
    this.table = table;
    this.input = input;
    this.inputs = inputs;
    this.strict = settings.strict();
    this.rules = rules;
    this.defaults =
        new DefaultValues(settings.zone(), settings.newCollation(), settings.statementTime());
  }

  /**
   * Returns the encoders of all columns in order of their offsets.
   *
   * @throws io.thunderhead.error.LoadException SOURCE_SCHEMA_INVALID when the input does not fit
   */
  ColumnEncoder[] encoders() {
    ColumnEncoder[] columns = new ColumnEncoder[table.columns().size()];
    for (ColumnInfo column : table.columns()) {
      columns[column.offset()] = encoder(column, ColumnTypes.of(column, rules));
    }
    inputs.check();
    for (IndexInfo index : table.indexes()) {
      index.columns().forEach(each -> columns[each.offset()].type().useInKeys());
    }
    return columns;
  }

  private ColumnEncoder encoder(ColumnInfo column, ColumnType type) {
    boolean given = inputs.has(column);
    if (column.generated() || (!given && column.defaultIsExpression())) {
      return ColumnEncoder.ofExpression(column, type, strict);
    } else if (given) {
      return ofInput(column, type);
    } else if (table.generatesIds(column)) {
      return ColumnEncoder.ofConstant(column, type, new Datum());
    }
    return ofDefault(column, type);
  }

  private ColumnEncoder ofInput(ColumnInfo column, ColumnType type) {
    int position = inputs.position(column);
    inputs.checkKind(column, type, input.kinds().get(position));
    return ColumnEncoder.ofInput(column, type, position, strict, table.generatesIds(column));
  }

  private ColumnEncoder ofDefault(ColumnInfo column, ColumnType type) {
    Datum value = defaults.ofNewRow(column, type, strict);
    if (value == null) {
      inputs.addProblem("it lacks column '" + column.name() + "', which has no default");
    }
    return ColumnEncoder.ofConstant(column, type, value);
  }
}
