package io.thunderhead.ddl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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
  private final java.util.Map<String, ObjectNode> json = new java.util.HashMap<>();

  /**
   * @param ids gives the next free global id; databases, tables and partitions share the id space
   * @param updateTimestamps gives the TSO that TableInfo keeps as {@code update_timestamp}
   */
  public Catalog(LongSupplier ids, LongSupplier updateTimestamps) {
    this.ids = Objects.requireNonNull(ids, "ids");
    this.updateTimestamps = Objects.requireNonNull(updateTimestamps, "updateTimestamps");
  }

  /**
   * Applies statements separated by {@code ;} to the current database: the one of the last {@code
   * USE}, none at first.
   *
   * @return what changed, in order; what an earlier statement of the text did stays when a later
   *     one fails
   * @throws DdlException when a statement is wrong or not taken
   */
  public List<Change> execute(String sql) {
    return execute(null, sql);
  }

  /**
   * Applies statements with {@code defaultDatabase} as the current database of this call only.
   *
   * @param defaultDatabase may be null: none
   * @throws DdlException when a statement is wrong or not taken
   */
  public List<Change> execute(String defaultDatabase, String sql) {
    if (sql.isBlank()) {
      return List.of();
    }
    throw new Position(1, 1).error("statement of " + ids.getAsLong() + updateTimestamps, "");
  }

  /** DBInfo of a database, a copy. */
  public Optional<ObjectNode> database(String name) {
    return Optional.ofNullable(json.get(name));
  }

  /** TableInfo of a table, a copy. */
  public Optional<ObjectNode> table(String database, String name) {
    return Optional.ofNullable(json.get(database + name));
  }

  /** Names of the databases as written, in order of creation. */
  public Set<String> databases() {
    return json.keySet();
  }

  /** Names of the tables of a database as written, in order of creation. */
  public Set<String> tables(String database) {
    return Set.of(database);
  }
}
