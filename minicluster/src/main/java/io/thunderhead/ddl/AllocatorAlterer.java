package io.thunderhead.ddl;

import io.thunderhead.ddl.Change.Allocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Moves allocators as ALTER TABLE does (import-protocol 4.5). Without FORCE none is lowered: the
 * statement takes the next free id instead and warns.
 */
final class AllocatorAlterer {
  private final TableInfo table;
  private final long allocatorDatabase;
  private final ToLongFunction<Allocator> stored;
  private final List<Change> changes = new ArrayList<>();

  /** Takes what gives the stored value, the largest used id, of each allocator of the table. */
  AllocatorAlterer(TableInfo table, long allocatorDatabase, ToLongFunction<Allocator> stored) {
    this.table = table;
    this.allocatorDatabase = allocatorDatabase;
    this.stored = stored;
  }

  /** What has to be done to the allocators, and what to warn of. */
  List<Change> changes() {
    return changes;
  }

  /** Moves what counts AUTO_INCREMENT, which is {@code _tidb_rowid}'s when they are not apart. */
  void autoIncrement(TableOption option) {
    Allocator allocator =
        table.separateAutoIncrement() ? Allocator.AUTO_INCREMENT : Allocator.ROW_ID;
    table.autoIncrementId = move(allocator, option);
  }

  void autoRandomBase(TableOption option) {
    if (table.autoRandomBits == 0) {
      throw option
          .at()
          .error(
              DdlException.INVALID_AUTO_RANDOM,
              "alter auto_random_base of a non auto_random table",
              "drop it");
    }
    long capacity = table.autoRandomCapacity();
    if ((option.number() & capacity) != option.number()) {
      throw option
          .at()
          .error(
              DdlException.INVALID_AUTO_RANDOM,
              "alter auto_random_base to "
                  + Long.toUnsignedString(option.number())
                  + " overflows the incremental bits, max allowed base is "
                  + capacity,
              "take a smaller one");
    }
    table.autoRandomId = move(Allocator.AUTO_RANDOM, option);
  }

  /** Returns the next id that the statement settles on. */
  private long move(Allocator allocator, TableOption option) {
    table.revision++;
    boolean exists = table.hasAllocator(allocator);
    long next = option.number();
    if (option.forced()) {
      if (exists && next == 0) {
        throw option
            .at()
            .error(
                DdlException.AUTO_ID_READ_FAILED,
                "Cannot force rebase the next global ID to '0'",
                "take 1");
      }
    } else if (exists) {
      long free = stored.applyAsLong(allocator) + 1;
      if (Long.compareUnsigned(free, next) > 0) {
        changes.add(
            new Change.Warned(
                allocatorDatabase,
                "Can't reset AUTO_INCREMENT to "
                    + next
                    + " without FORCE option, using "
                    + free
                    + " instead"));
        next = free;
      }
    }
    if (exists) {
      changes.add(
          new Change.AllocatorRaised(
              allocatorDatabase,
              table.id,
              allocator,
              next - 1,
              table.countsUnsigned(allocator),
              option.forced()));
    }
    return next;
  }
}
