package io.thunderhead.ddl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The databases and tables that DDL has built so far. It starts empty: a database has to be created
 * before a table. Names are looked up without regard to case. Not thread-safe.
 */
public final class Catalog {
  private final LongSupplier ids;
  private final LongSupplier updateTimestamps;
  private final Map<String, Database> databases = new LinkedHashMap<>();
  private final Settings globals = new Settings();
  private Database current;

  /**
   * Makes an empty catalog.
   *
   * @param ids gives the next free global id; databases, tables and partitions share the id space
   * @param updateTimestamps gives the TSO that TableInfo keeps as {@code update_timestamp}
   */
  public Catalog(LongSupplier ids, LongSupplier updateTimestamps) {
    this.ids = Objects.requireNonNull(ids, "ids");
    this.updateTimestamps = Objects.requireNonNull(updateTimestamps, "updateTimestamps");
  }

  /**
   * Applies statements separated by {@code ;} to the current database: the one of the last {@code
   * USE}, none at first. {@code SET} of a session variable holds to the end of the text, {@code SET
   * GLOBAL} for good.
   *
   * @return what changed, in order; what an earlier statement of the text did stays when a later
   *     one fails
   * @throws DdlException when a statement is wrong or not taken
   */
  public List<Change> execute(String sql) {
    StatementRunner runner = runner(current);
    try {
      return run(runner, sql);
    } finally {
      current = runner.current();
    }
  }

  /**
   * Applies statements with {@code defaultDatabase} as the current database of this call only.
   *
   * @param defaultDatabase may be null: none
   * @throws DdlException when a statement is wrong or not taken
   */
  public List<Change> execute(String defaultDatabase, String sql) {
    Database database = null;
    if (defaultDatabase != null) {
      database = databases.get(defaultDatabase.toLowerCase(Locale.ROOT));
      if (database == null) {
        throw new Position(1, 1)
            .error("database '" + defaultDatabase + "' does not exist", "create it first");
      }
    }
    return run(runner(database), sql);
  }

  private StatementRunner runner(Database database) {
    return new StatementRunner(databases, globals, database, ids, updateTimestamps);
  }

  private static List<Change> run(StatementRunner runner, String sql) {
    StatementParser parser = new StatementParser(sql);
    List<Change> changes = new ArrayList<>();
    for (List<Statement> next = parser.next(); next != null; next = parser.next()) {
      for (Statement statement : next) {
        changes.addAll(runner.run(statement));
      }
    }
    return List.copyOf(changes);
  }

  /** DBInfo of a database, a copy. */
  public Optional<ObjectNode> database(String name) {
    return find(name).map(StatementRunner::json);
  }

  /** TableInfo of a table, a copy. */
  public Optional<ObjectNode> table(String database, String name) {
    return find(database).map(found -> found.table(new Name(name))).map(TableJson::table);
  }

  /** Names of the databases as written, in order of creation. */
  public Set<String> databases() {
    Set<String> names = new LinkedHashSet<>();
    databases.values().forEach(database -> names.add(database.name.original()));
    return names;
  }

  /** Names of the tables of a database as written, in order of creation; empty for none. */
  public Set<String> tables(String database) {
    Set<String> names = new LinkedHashSet<>();
    find(database)
        .ifPresent(found -> found.tables.values().forEach(t -> names.add(t.name.original())));
    return names;
  }

  private Optional<Database> find(String name) {
    return Optional.ofNullable(databases.get(name.toLowerCase(Locale.ROOT)));
  }
}
