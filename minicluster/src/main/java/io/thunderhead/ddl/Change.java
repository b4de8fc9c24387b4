package io.thunderhead.ddl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * One object that a statement created, replaced or dropped, to be carried to the meta keys of
 * kv-encoding 6.2 in the order given.
 */
public sealed interface Change {

  /** Id of the database that the change belongs to. */
  long databaseId();

  /** A database was created or altered: write DBInfo under {@code DBs / DB:<id>}. */
  record DatabasePut(long databaseId, ObjectNode databaseInfo) implements Change {
    public DatabasePut {
      Objects.requireNonNull(databaseInfo, "databaseInfo");
    }
  }

  /**
   * A database was dropped: remove {@code DBs / DB:<id>} and the whole hash {@code DB:<id>}. Each
   * of its tables has its own {@link TableDropped} before this one.
   */
  record DatabaseDropped(long databaseId) implements Change {}

  /** A table was created or altered: write TableInfo under {@code DB:<id> / Table:<tableId>}. */
  record TablePut(long databaseId, long tableId, ObjectNode tableInfo) implements Change {
    public TablePut {
      Objects.requireNonNull(tableInfo, "tableInfo");
    }
  }

  /**
   * A table was dropped, truncated (a {@link TablePut} with a new id follows) or moved to another
   * database: remove {@code DB:<id> / Table:<tableId>}.
   *
   * @param allocatorsKept true when the table lives on under another database: its allocator fields
   *     stay where they are (TableInfo's {@code old_schema_id} points at them), false when they go
   *     too
   */
  record TableDropped(long databaseId, long tableId, boolean allocatorsKept) implements Change {}

  /**
   * An allocator has to be at least {@code base}, its largest used value: raise {@code DB:<id> /
   * <field>:<tableId>}. Follows the {@link TablePut} of its table.
   *
   * @param unsigned whether values compare as 64 unsigned bits
   * @param forced whether the allocator becomes {@code base} even where that lowers it
   */
  record AllocatorRaised(
      long databaseId,
      long tableId,
      Allocator allocator,
      long base,
      boolean unsigned,
      boolean forced)
      implements Change {
    public AllocatorRaised {
      Objects.requireNonNull(allocator, "allocator");
    }
  }

  /** The statement went through, but not as it was written: nothing to carry anywhere. */
  record Warned(long databaseId, String message) implements Change {
    public Warned {
      Objects.requireNonNull(message, "message");
    }
  }

  /** The allocators of a table, kv-encoding 6.6. */
  enum Allocator {
    /** Of {@code _tidb_rowid}, and of AUTO_INCREMENT when the two are not separate. */
    ROW_ID("TID"),
    /** Of AUTO_INCREMENT when AUTO_ID_CACHE is 1. */
    AUTO_INCREMENT("IID"),
    /** Of AUTO_RANDOM. */
    AUTO_RANDOM("TARID");

    private final String field;

    Allocator(String field) {
      this.field = field;
    }

    /** What stands before {@code :<tableId>} in the meta hash. */
    public String field() {
      return field;
    }
  }
}
