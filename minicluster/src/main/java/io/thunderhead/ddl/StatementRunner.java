package io.thunderhead.ddl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.ddl.Statement.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Applies the statements of one text to the databases of a catalog, each wholly or not at all. */
final class StatementRunner {
  private final Map<String, Database> databases;
  private final Settings globals;
  private final Settings settings;
  private final LongSupplier ids;
  private final LongSupplier timestamps;
  private final AllocatorValues allocators;
  private Database current;

  StatementRunner(
      Map<String, Database> databases,
      Settings globals,
      Database current,
      LongSupplier ids,
      LongSupplier timestamps,
      AllocatorValues allocators) {
    this.databases = databases;
    this.globals = globals;
    this.settings = globals.copy();
    this.current = current;
    this.ids = ids;
    this.timestamps = timestamps;
    this.allocators = allocators;
  }

  Database current() {
    return current;
  }

  static ObjectNode json(Database database) {
    return TableJson.database(database.id, database.name, database.charset, database.collate);
  }

  List<Change> run(Statement statement) {
    if (statement instanceof Statement.CreateTable s) {
      return createTable(s);
    } else if (statement instanceof Statement.CreateTableLike s) {
      return createTableLike(s);
    } else if (statement instanceof Statement.AlterTable s) {
      return alterTable(s);
    } else if (statement instanceof Statement.DropTables s) {
      return dropTables(s);
    } else if (statement instanceof Statement.TruncateTable s) {
      return truncate(s);
    } else if (statement instanceof Statement.RenameTables s) {
      List<Change> changes = new ArrayList<>();
      s.renames().forEach(rename -> changes.addAll(rename(rename.from(), rename.to())));
      return changes;
    } else if (statement instanceof Statement.SetVariable s) {
      settings.set(s);
      if (s.global()) {
        globals.set(s);
      }
      return List.of();
    } else if (statement instanceof Statement.Ignored) {
      return List.of();
    }
    return runOnDatabase(statement);
  }

  private List<Change> runOnDatabase(Statement statement) {
    if (statement instanceof Statement.CreateDatabase s) {
      return createDatabase(s);
    } else if (statement instanceof Statement.AlterDatabase s) {
      Database database =
          s.name() == null ? needCurrent(s.at()) : database(new Name(s.name()), s.at());
      String[] resolved = resolve(s.options(), database.charset, database.collate, s.at());
      database.charset = resolved[0];
      database.collate = resolved[1];
      return List.of(new Change.DatabasePut(database.id, json(database)));
    } else if (statement instanceof Statement.DropDatabase s) {
      return dropDatabase(s);
    } else if (statement instanceof Statement.Use s) {
      current = database(s.name(), s.at());
      return List.of();
    }
    throw new IllegalArgumentException("no way to run " + statement);
  }

  private Database needCurrent(Position at) {
    if (current == null) {
      throw at.error(
          DdlException.NO_DATABASE,
          "no database is chosen",
          "write USE or put the database before the table");
    }
    return current;
  }

  private Database database(Name name, Position at) {
    Database database = databases.get(name.lower());
    if (database == null) {
      throw at.error(
          DdlException.UNKNOWN_DATABASE,
          "database '" + name + "' does not exist",
          "create it first");
    }
    return database;
  }

  private Database databaseOf(TableRef ref) {
    return ref.database() == null
        ? needCurrent(ref.at())
        : database(new Name(ref.database()), ref.at());
  }

  private TableInfo table(Database database, TableRef ref) {
    TableInfo table = database.table(ref.name());
    if (table == null) {
      throw ref.at()
          .error(
              DdlException.UNKNOWN_TABLE,
              "table '" + database.name + "." + ref.name() + "' does not exist",
              "create it first");
    }
    return table;
  }

  private static String[] resolve(
      Statement.DatabaseOptions options, String charset, String collate, Position at) {
    return TableBuilder.resolve(options.charset(), options.collate(), charset, collate, at);
  }

  private List<Change> createDatabase(Statement.CreateDatabase s) {
    if (databases.containsKey(s.name().lower())) {
      if (s.ifNotExists()) {
        return List.of();
      }
      throw s.at()
          .error(
              DdlException.DATABASE_EXISTS,
              "database '" + s.name() + "' exists",
              "write IF NOT EXISTS or drop it");
    }
    String[] resolved = resolve(s.options(), Charsets.DEFAULT, Charsets.DEFAULT_COLLATION, s.at());
    Database database = new Database(ids.getAsLong(), s.name(), resolved[0], resolved[1]);
    databases.put(s.name().lower(), database);
    return List.of(new Change.DatabasePut(database.id, json(database)));
  }

  private List<Change> dropDatabase(Statement.DropDatabase s) {
    if (!databases.containsKey(s.name().lower()) && s.ifExists()) {
      return List.of();
    }
    Database database = database(s.name(), s.at());
    List<Change> changes = new ArrayList<>();
    database
        .tables
        .values()
        .forEach(table -> changes.add(new Change.TableDropped(database.id, table.id, false)));
    changes.add(new Change.DatabaseDropped(database.id));
    databases.remove(s.name().lower());
    if (current == database) {
      current = null;
    }
    return changes;
  }

  private boolean exists(Database database, TableRef ref, boolean ifNotExists) {
    if (database.table(ref.name()) == null) {
      return false;
    }
    if (ifNotExists) {
      return true;
    }
    throw ref.at()
        .error(
            DdlException.TABLE_EXISTS,
            "table '" + database.name + "." + ref.name() + "' exists",
            "write IF NOT EXISTS or drop it");
  }

  private List<Change> createTable(Statement.CreateTable s) {
    Database database = databaseOf(s.table());
    if (exists(database, s.table(), s.ifNotExists())) {
      return List.of();
    }
    TableInfo table =
        new TableBuilder(settings, database.name.original(), database.charset, database.collate)
            .build(s);
    checkReferences(database, table, s.at());
    return created(database, table);
  }

  /** Foreign keys refer to columns that are there, unless foreign_key_checks is off. */
  private void checkReferences(Database database, TableInfo table, Position at) {
    if (!settings.foreignKeyChecks) {
      return;
    }
    for (TableInfo.ForeignKey key : table.foreignKeys) {
      Database target = databases.get(key.refSchema().lower());
      boolean itself = target == database && key.refTable().matches(table.name);
      TableInfo parent = itself ? table : target == null ? null : target.table(key.refTable());
      if (parent == null) {
        throw at.error(
            "foreign key '" + key.name() + "' refers to unknown table '" + key.refTable() + "'",
            "create it first or SET foreign_key_checks = 0");
      }
      for (Name column : key.refColumns()) {
        if (parent.column(column) == null) {
          throw at.error(
              "foreign key '" + key.name() + "' refers to unknown column '" + column + "'",
              "name a column of '" + key.refTable() + "'");
        }
      }
    }
  }

  private List<Change> created(Database database, TableInfo table) {
    table.id = ids.getAsLong();
    if (table.partition != null) {
      newPartitionIds(table.partition);
    }
    table.updateTimestamp = timestamps.getAsLong();
    database.tables.put(table.name.lower(), table);
    List<Change> changes = new ArrayList<>();
    changes.add(put(database, table));
    Change.Allocator increments =
        table.separateAutoIncrement() ? Change.Allocator.AUTO_INCREMENT : Change.Allocator.ROW_ID;
    if (table.autoIncrementId > 1 && table.hasAllocator(increments)) {
      changes.add(raised(database, table, increments, table.autoIncrementId - 1));
    }
    if (table.autoRandomId > 1 && table.autoRandomBits > 0) {
      changes.add(raised(database, table, Change.Allocator.AUTO_RANDOM, table.autoRandomId - 1));
    }
    return changes;
  }

  private void newPartitionIds(PartitionInfo partition) {
    partition.definitions.replaceAll(definition -> definition.withId(ids.getAsLong()));
  }

  private static Change put(Database database, TableInfo table) {
    return new Change.TablePut(database.id, table.id, TableJson.table(table));
  }

  private static Change raised(
      Database database, TableInfo table, Change.Allocator allocator, long base) {
    return new Change.AllocatorRaised(
        database.allocatorDatabase(table),
        table.id,
        allocator,
        base,
        table.countsUnsigned(allocator),
        false);
  }

  private List<Change> createTableLike(Statement.CreateTableLike s) {
    Database database = databaseOf(s.table());
    TableInfo source = table(databaseOf(s.source()), s.source());
    if (exists(database, s.table(), s.ifNotExists())) {
      return List.of();
    }
    TableBuilder.checkName(s.table());
    TableInfo table = source.copy();
    table.name = s.table().name();
    table.autoIncrementId = 0;
    table.allocatorDatabaseId = 0;
    table.foreignKeys.clear();
    for (int i = 0; i < table.checks.size(); i++) {
      TableInfo.Check c = table.checks.get(i);
      table.checks.set(
          i,
          new TableInfo.Check(
              c.id(),
              new Name(table.name.lower() + "_chk_" + (i + 1)),
              table.name,
              c.columns(),
              c.enforced(),
              c.inColumn(),
              c.expr()));
    }
    return created(database, table);
  }

  private List<Change> dropTables(Statement.DropTables s) {
    for (TableRef ref : s.tables()) {
      if (!s.ifExists()) {
        table(databaseOf(ref), ref);
      }
    }
    List<Change> changes = new ArrayList<>();
    for (TableRef ref : s.tables()) {
      Database database = databaseOf(ref);
      TableInfo table = database.tables.remove(ref.name().lower());
      if (table != null) {
        changes.add(new Change.TableDropped(database.id, table.id, false));
      }
    }
    return changes;
  }

  private List<Change> truncate(Statement.TruncateTable s) {
    Database database = databaseOf(s.table());
    TableInfo table = table(database, s.table());
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.TableDropped(database.id, table.id, false));
    table.id = ids.getAsLong();
    table.allocatorDatabaseId = 0;
    if (table.partition != null) {
      newPartitionIds(table.partition);
    }
    changes.add(put(database, table));
    return changes;
  }

  private List<Change> rename(TableRef from, TableRef to) {
    Database source = databaseOf(from);
    Database target = databaseOf(to);
    TableInfo table = table(source, from);
    boolean sameName = source == target && from.name().matches(to.name());
    if (!sameName) {
      exists(target, to, false);
    }
    TableBuilder.checkName(to);
    source.tables.remove(from.name().lower());
    List<Change> changes = new ArrayList<>();
    if (source != target) {
      changes.add(new Change.TableDropped(source.id, table.id, true));
      long allocators = source.allocatorDatabase(table);
      table.allocatorDatabaseId = allocators == target.id ? 0 : allocators;
    }
    table.name = to.name();
    target.tables.put(table.name.lower(), table);
    changes.add(put(target, table));
    return changes;
  }

  private List<Change> alterTable(Statement.AlterTable s) {
    Database database = databaseOf(s.table());
    TableInfo table = table(database, s.table());
    if (s.specs().size() == 1) {
      AlterSpec only = s.specs().get(0);
      if (only instanceof AlterSpec.RenameTable rename) {
        return rename(s.table(), rename.to());
      } else if (PartitionAlterer.takes(only)) {
        return alterPartitions(database, table, only);
      }
    }
    TableInfo copy = table.copy();
    copy.updateTimestamp = timestamps.getAsLong();
    long counted = database.allocatorDatabase(copy);
    AllocatorAlterer moved =
        new AllocatorAlterer(copy, counted, each -> allocators.stored(counted, copy.id, each));
    TableAlterer alterer =
        new TableAlterer(copy, settings, database.name.original(), s.specs().size() > 1, moved);
    s.specs().forEach(alterer::apply);
    checkReferences(database, copy, s.at());
    database.tables.put(copy.name.lower(), copy);
    List<Change> changes = new ArrayList<>();
    changes.add(put(database, copy));
    changes.addAll(moved.changes());
    return changes;
  }

  private List<Change> alterPartitions(Database database, TableInfo table, AlterSpec spec) {
    TableInfo copy = table.copy();
    copy.updateTimestamp = timestamps.getAsLong();
    new PartitionAlterer(copy, settings, ids).apply(spec);
    database.tables.put(copy.name.lower(), copy);
    return List.of(put(database, copy));
  }
}
