package io.thunderhead.ddl;

import java.util.List;

/** What generated columns may read. */
final class GeneratedColumns {
  private GeneratedColumns() {}

  /** Checks the columns of CREATE TABLE against each other. */
  static void check(TableInfo table, List<ColumnDef> defs) {
    for (ColumnDef def : defs) {
      check(table, table.column(def.name()), def.at());
    }
  }

  /** A generated column reads columns that exist, and generated ones only in front of it. */
  static void check(TableInfo table, ColumnInfo column, Position at) {
    if (column.dependences == null) {
      return;
    }
    for (String name : column.dependences) {
      ColumnInfo read = table.column(name);
      if (read == null) {
        throw at.error(
            "generated column '" + column.name + "' reads unknown column '" + name + "'",
            "name a column");
      }
      if (read.type.has(FieldType.AUTO_INCREMENT)) {
        throw at.error(
            "generated column '" + column.name + "' reads AUTO_INCREMENT column '" + name + "'",
            "read another");
      }
      if (read.isGenerated() && read.offset >= column.offset) {
        throw at.error(
            "generated column '" + column.name + "' reads '" + name + "', which comes later",
            "put it behind");
      }
    }
  }

  /** The generated column or index that reads a column, or null. */
  static ColumnInfo reader(TableInfo table, ColumnInfo column) {
    for (ColumnInfo other : table.columns) {
      if (other.dependences != null && other.dependences.contains(column.name.lower())) {
        return other;
      }
    }
    return null;
  }
}
