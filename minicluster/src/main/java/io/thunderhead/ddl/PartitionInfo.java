package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.List;

/** How a table is partitioned, kv-encoding 6.4. */
final class PartitionInfo {

  /** One partition; {@code lessThan} and {@code in} are SQL text, null for other methods. */
  record Definition(
      long id, Name name, List<String> lessThan, List<List<String>> in, String comment) {
    Definition withId(long newId) {
      return new Definition(newId, name, lessThan, in, comment);
    }
  }

  final PartitionDef.Method method;
  final String expr;

  /** Lower-case names of the columns that {@code expr} reads. */
  final List<String> exprColumns;

  /** Null for the expression forms. */
  final List<Name> columns;

  final boolean emptyColumns;
  long count;
  List<Definition> definitions = new ArrayList<>();

  PartitionInfo(
      PartitionDef.Method method,
      String expr,
      List<String> exprColumns,
      List<Name> columns,
      boolean emptyColumns,
      long count) {
    this.method = method;
    this.expr = expr;
    this.exprColumns = exprColumns;
    this.columns = columns;
    this.emptyColumns = emptyColumns;
    this.count = count;
  }

  /** Lower-case names of the columns that decide where a row goes. */
  List<String> keyColumns() {
    return columns == null ? exprColumns : columns.stream().map(Name::lower).toList();
  }

  PartitionInfo copy() {
    PartitionInfo copy = new PartitionInfo(method, expr, exprColumns, columns, emptyColumns, count);
    copy.definitions = new ArrayList<>(definitions);
    return copy;
  }
}
