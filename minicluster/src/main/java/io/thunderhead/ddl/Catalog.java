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
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The databases and tables that DDL has built so far. It starts empty: a database has to be created
 * before a table. Names are looked up without regard to case. Not thread-safe.
 */
public final class Catalog {
  private final LongSupplier ids;
  private final LongSupplier updateTimestamps;
  private final AllocatorValues allocators;
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
    this(ids, updateTimestamps, AllocatorValues.NONE);
  }

  /**
   * Sets how many indexes a table may have, TiDB's configuration item index-limit.
   *
   * @throws IllegalArgumentException outside of 64 to 512, as TiDB does not start then
   */
  public void indexLimit(int limit) {
    if (limit < 64 || limit > 512) {
      throw new IllegalArgumentException("index-limit: " + limit + " (expected: 64..512)");
    }
    globals.indexLimit = limit;
  }

  /** As the other, with what ALTER TABLE without FORCE compares its number with. */
  public Catalog(LongSupplier ids, LongSupplier updateTimestamps, AllocatorValues allocators) {
    this.ids = Objects.requireNonNull(ids, "ids");
    this.updateTimestamps = Objects.requireNonNull(updateTimestamps, "updateTimestamps");
    this.allocators = Objects.requireNonNull(allocators, "allocators");
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
    List<Change> changes = new ArrayList<>();
    execute(sql, changes::add);
    return List.copyOf(changes);
  }

  /**
   * As the other, and hands each statement's changes over before the next one runs.
   *
   * @throws DdlException when a statement is wrong or not taken
   */
  public void execute(String sql, Consumer<Change> changes) {
    StatementRunner runner = runner(current, Map.of());
    try {
      run(runner, sql, changes);
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
    List<Change> changes = new ArrayList<>();
    execute(defaultDatabase, Map.of(), sql, changes::add);
    return List.copyOf(changes);
  }

  /**
   * Applies statements as a session does that has set variables before.
   *
   * @param defaultDatabase may be null: none
   * @param variables values by the name of the variable; those without a bearing on tables are
   *     passed over
   * @param changes takes each statement's changes before the next one runs
   * @throws DdlException when a statement is wrong or not taken
   */
  public void execute(
      String defaultDatabase, Map<String, String> variables, String sql, Consumer<Change> changes) {
    Database database = null;
    if (defaultDatabase != null) {
      database = databases.get(defaultDatabase.toLowerCase(Locale.ROOT));
      if (database == null) {
        throw new Position(1, 1)
            .error(
                DdlException.UNKNOWN_DATABASE,
                "database '" + defaultDatabase + "' does not exist",
                "create it first");
      }
    }
    run(runner(database, variables), sql, changes);
  }

  private StatementRunner runner(Database database, Map<String, String> variables) {
    StatementRunner runner =
        new StatementRunner(databases, globals, database, ids, updateTimestamps, allocators);
    variables.forEach(
        (name, value) ->
            runner.run(new Statement.SetVariable(false, name, value, new Position(1, 1))));
    return runner;
  }

  private static void run(StatementRunner runner, String sql, Consumer<Change> changes) {
    StatementParser parser = new StatementParser(sql);
    for (List<Statement> next = parser.next(); next != null; next = parser.next()) {
      for (Statement statement : next) {
        runner.run(statement).forEach(changes);
      }
    }
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
