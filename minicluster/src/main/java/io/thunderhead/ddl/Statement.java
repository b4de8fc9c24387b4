package io.thunderhead.ddl;

import java.util.List;

/** A parsed statement. */
sealed interface Statement {

  Position at();

  /** A table by name; {@code database} null means the current one. */
  record TableRef(String database, Name name, Position at) {}

  /** Character set and collation of a database, null where not given. */
  record DatabaseOptions(String charset, String collate) {}

  record CreateDatabase(Name name, boolean ifNotExists, DatabaseOptions options, Position at)
      implements Statement {}

  record AlterDatabase(String name, DatabaseOptions options, Position at) implements Statement {}

  record DropDatabase(Name name, boolean ifExists, Position at) implements Statement {}

  record Use(Name name, Position at) implements Statement {}

  /** One {@code SET} assignment that changes how tables are built. */
  record SetVariable(boolean global, String name, String value, Position at) implements Statement {}

  /** A statement that leaves no mark on the schema. */
  record Ignored(Position at) implements Statement {}

  record CreateTable(
      TableRef table,
      boolean ifNotExists,
      List<ColumnDef> columns,
      List<KeyDef> keys,
      List<TableOption> options,
      PartitionDef partition,
      Position at)
      implements Statement {}

  record CreateTableLike(TableRef table, boolean ifNotExists, TableRef source, Position at)
      implements Statement {}

  record DropTables(List<TableRef> tables, boolean ifExists, Position at) implements Statement {}

  record TruncateTable(TableRef table, Position at) implements Statement {}

  record Rename(TableRef from, TableRef to) {}

  record RenameTables(List<Rename> renames, Position at) implements Statement {}

  record AlterTable(TableRef table, List<AlterSpec> specs, Position at) implements Statement {}
}
