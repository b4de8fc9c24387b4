package io.thunderhead.sql;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.TableInfo;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where the allocators of one table stand, and the statements that move them. */
public final class TableIds {
  private static final int ID_COLUMN = 3;
  private static final int TYPE_COLUMN = 4;

  private final TidbClient tidb;
  private final TableInfo table;
  private final String quotedName;

  public TableIds(TidbClient tidb, TableInfo table, TableName name) {
    this.tidb = tidb;
    this.table = table;
    this.quotedName = TidbClient.quoted(name.database()) + "." + TidbClient.quoted(name.table());
  }

  /** Returns the next id of each allocator that the table has; 64 unsigned bits. */
  public Map<Allocator, Long> next() {
    Map<Allocator, Long> next = new EnumMap<>(Allocator.class);
    for (List<String> row : tidb.rows("SHOW TABLE " + quotedName + " NEXT_ROW_ID")) {
      String id = row.get(ID_COLUMN);
      next.put(
          allocator(row.get(TYPE_COLUMN)),
          id.startsWith("-") ? Long.parseLong(id) : Long.parseUnsignedLong(id));
    }
    return next;
  }

  private static Allocator allocator(String type) {
    for (Allocator each : Allocator.values()) {
      if (each.name().equalsIgnoreCase(type)) {
        return each;
      }
    }
    throw new LoadException(
        ErrorCode.UNSUPPORTED, "the table counts ids of the unknown kind " + type + ".");
  }

  /** Tells whether ALTER TABLE moves an allocator (import-protocol 4.5). */
  public boolean isMovedByAlter(Allocator allocator) {
    return allocator != Allocator._TIDB_ROWID || !table.separatesAutoIncrement();
  }

  /**
   * Makes {@code next} the next id, unless the allocator is beyond it; what became of it, {@link
   * #next} tells.
   *
   * @param next 64 unsigned bits, at least 1
   */
  public void raise(Allocator allocator, long next) {
    if (isMovedByAlter(allocator)) {
      tidb.run(statement(allocator, next));
    } else {
      insertAndRollBack(next - 1);
    }
  }

  /** Returns what a user would run. */
  public String statement(Allocator allocator, long next) {
    if (!isMovedByAlter(allocator)) {
      return "SET SESSION tidb_opt_write_row_id = 1, sql_mode = ''; BEGIN; %s; ROLLBACK"
          .formatted(insert(next - 1));
    }
    String option = allocator == Allocator.AUTO_RANDOM ? "AUTO_RANDOM_BASE" : "AUTO_INCREMENT";
    return "ALTER TABLE %s %s = %s".formatted(quotedName, option, Long.toUnsignedString(next));
  }

  private String insert(long used) {
    return "INSERT INTO %s (_tidb_rowid) VALUES (%d)".formatted(quotedName, used);
  }

  /** An insert moves the row ids before it checks its row, so its own failure does not matter. */
  private void insertAndRollBack(long used) {
    try {
      tidb.inSession(
          insert(used),
          session -> {
            session.run("SET SESSION tidb_opt_write_row_id = 1, sql_mode = ''");
            session.run("BEGIN");
            session.run(insert(used));
            session.run("ROLLBACK");
            return null;
          });
    } catch (LoadException e) {
      Long next = next().get(Allocator._TIDB_ROWID);
      if (next == null || next <= used) {
        throw e;
      }
    }
  }
}
