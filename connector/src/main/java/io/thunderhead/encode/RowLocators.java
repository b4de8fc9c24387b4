package io.thunderhead.encode;

import io.thunderhead.locate.ColumnValue;
import io.thunderhead.locate.PartitionLocator;
import io.thunderhead.schema.PartitionInfo;
import io.thunderhead.schema.TableInfo;

/** Binds the partitioning of a table to the columns of the current row. */
final class RowLocators {
  private RowLocators() {}

  /** Makes the locator of a partitioned table. */
  static PartitionLocator of(TableInfo table, ColumnEncoder[] columns, RowExpressions expressions) {
    PartitionInfo partition = table.partition();
    if (!partition.columns().isEmpty()) {
      return PartitionLocator.ofColumns(
          partition,
          partition.columns().stream().map(name -> value(table, columns, name)).toList());
    }
    String column = partition.bareColumn();
    return PartitionLocator.ofExpression(
        partition, column == null ? expressions.partitionNumber() : value(table, columns, column));
  }

  private static ColumnValue value(TableInfo table, ColumnEncoder[] columns, String name) {
    ColumnEncoder column = columns[table.column(name).offset()];
    column.type().useInKeys();
    return new ColumnValue(column.column(), column.type(), column.value());
  }
}
