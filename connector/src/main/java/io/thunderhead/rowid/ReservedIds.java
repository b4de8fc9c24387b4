package io.thunderhead.rowid;

import io.thunderhead.encode.AutoIds;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.Allocator;
import io.thunderhead.sql.TableIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ids of one load on the cluster (import-protocol 4.5): a block for the rows that get theirs
 * from the load is taken before any row is encoded, and afterwards every allocator is moved behind
 * the largest id in the table, those that the input brought included.
 *
 * <p>A row takes one number, for its {@code _tidb_rowid} and for every column that has no value, so
 * the block is the same in all allocators.
 */
public final class ReservedIds {
  private static final int TRIES = 3;

  private final TableIds ids;
  private final TableInfo table;
  private final IdNeeds wanted;
  private final Map<Allocator, IdNeeds.Need> needs;
  private final List<String> told = new ArrayList<>();

  /** Takes the names of the input's columns, in lower case. */
  public ReservedIds(TableIds ids, TableInfo table, Collection<String> input) {
    this.ids = ids;
    this.table = table;
    this.wanted = new IdNeeds(table, input);
    this.needs = wanted.all();
  }

  /** Tells whether every allocator has so many ids left. */
  public boolean fit(long rows) {
    long before = 0;
    Map<Allocator, Long> next = ids.next();
    for (Allocator each : needs.keySet()) {
      long stored = stands(each, next) - 1;
      if (stored < 0) {
        return false;
      }
      before = Math.max(before, stored);
    }
    return wanted.fit(before, rows);
  }

  /**
   * Takes a block of ids.
   *
   * @return the id before the first of the block
   * @throws LoadException IDS_EXHAUSTED when an allocator has too few left
   */
  public long reserve(long rows) {
    if (rows == 0 || needs.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < TRIES; i++) {
      Map<Allocator, Long> next = ids.next();
      long before = before(next, rows);
      List<Allocator> taken =
          needs.entrySet().stream()
              .filter(each -> each.getValue().fits(before, rows))
              .filter(each -> Long.compareUnsigned(stands(each.getKey(), next), before + 1) <= 0)
              .map(Map.Entry::getKey)
              .toList();
      taken.forEach(each -> ids.raise(each, nextId(each, before + rows)));
      Map<Allocator, Long> after = ids.next();
      if (taken.stream().allMatch(each -> isOurs(each, after, before + rows))) {
        tell(before, rows, taken);
        return before;
      }
    }
    throw new LoadException(
        ErrorCode.TABLE_NOT_EMPTY,
        "ids of table %s are being taken by others, %d tries found them moved. Keep inserts away from the table and run the load again."
            .formatted(table.name(), TRIES));
  }

  private void tell(long before, long rows, List<Allocator> taken) {
    if (!taken.isEmpty()) {
      String names = taken.stream().map(Enum::name).collect(Collectors.joining(", "));
      told.add("%d to %d reserved of %s".formatted(before + 1, before + rows, names));
    }
  }

  /** Row ids that only an insert moves come with what the server keeps for its own next rows. */
  private boolean isOurs(Allocator allocator, Map<Allocator, Long> after, long last) {
    long next = stands(allocator, after);
    long asked = nextId(allocator, last);
    return ids.isMovedByAlter(allocator) ? next == asked : Long.compareUnsigned(next, asked) >= 0;
  }

  /** The base of AUTO_RANDOM cannot be moved beyond the largest id. */
  private long nextId(Allocator allocator, long used) {
    boolean last =
        used == -1
            || (allocator == Allocator.AUTO_RANDOM && used == needs.get(allocator).largest());
    return last ? used : used + 1;
  }

  /** Returns the largest id that any of the allocators has handed out. */
  private long before(Map<Allocator, Long> next, long rows) {
    long before = 0;
    for (Map.Entry<Allocator, IdNeeds.Need> each : needs.entrySet()) {
      long stored = stands(each.getKey(), next) - 1;
      if (each.getValue().fits(stored, rows)) {
        before = Math.max(before, stored);
      } else if (each.getValue().required()) {
        throw exhausted(each.getKey(), stored, rows);
      }
    }
    for (Map.Entry<Allocator, IdNeeds.Need> each : needs.entrySet()) {
      if (each.getValue().required() && !each.getValue().fits(before, rows)) {
        throw exhausted(each.getKey(), before, rows);
      }
    }
    return before;
  }

  private long stands(Allocator allocator, Map<Allocator, Long> next) {
    Long id = next.get(allocator);
    if (id == null) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "TiDB counts no ids of kind %s for table %s (it counts %s). Check that options tidb and pd name one cluster."
              .formatted(allocator, table.name(), next.keySet()));
    }
    return id;
  }

  private LoadException exhausted(Allocator allocator, long before, long rows) {
    return new LoadException(
        ErrorCode.IDS_EXHAUSTED,
        "table %s has too few ids of kind %s left: %s are taken, %d rows need one each, and the largest that fits is %d. Bring the ids in the input, widen the column, or empty the table with TRUNCATE TABLE, which starts them anew."
            .formatted(
                table.name(),
                allocator,
                Long.toUnsignedString(before),
                rows,
                needs.get(allocator).largest()));
  }

  /**
   * Moves every allocator behind the largest id that rows took.
   *
   * @return what was reserved and where the allocators stand, a line each
   * @throws LoadException SQL_FAILED when one cannot be moved; the message has the statement
   */
  List<String> raise(AutoIds largest) {
    if (needs.isEmpty()) {
      return List.of();
    }
    Map<Allocator, Long> used = used(largest);
    Map<Allocator, Long> next = ids.next();
    used.forEach(
        (allocator, id) -> {
          if (Long.compareUnsigned(stands(allocator, next), nextId(allocator, id)) < 0) {
            ids.raise(allocator, nextId(allocator, id));
          }
        });
    Map<Allocator, Long> after = ids.next();
    used.forEach(
        (allocator, id) -> {
          if (Long.compareUnsigned(stands(allocator, after), nextId(allocator, id)) < 0) {
            throw new LoadException(
                ErrorCode.SQL_FAILED,
                "the rows are in table %s, but allocator %s stands at %s and not behind %s. Run before anyone inserts: %s"
                    .formatted(
                        table.name(),
                        allocator,
                        Long.toUnsignedString(after.get(allocator)),
                        Long.toUnsignedString(id),
                        ids.statement(allocator, nextId(allocator, id))));
          }
        });
    List<String> lines = new ArrayList<>(told);
    after.forEach(
        (allocator, id) ->
            lines.add("next %s is %s".formatted(allocator, Long.toUnsignedString(id))));
    return lines;
  }

  /** Returns what a user would run to move every allocator behind the largest ids. */
  List<String> statements(AutoIds largest) {
    List<String> statements = new ArrayList<>();
    if (!needs.isEmpty()) {
      used(largest)
          .forEach(
              (allocator, id) -> statements.add(ids.statement(allocator, nextId(allocator, id))));
    }
    return statements;
  }

  private Map<Allocator, Long> used(AutoIds largest) {
    Map<Allocator, Long> used = new EnumMap<>(Allocator.class);
    use(used, Allocator._TIDB_ROWID, largest.rowId());
    use(used, wanted.incremented(), largest.autoIncrement());
    use(used, Allocator.AUTO_RANDOM, largest.autoRandom());
    return used;
  }

  private static void use(Map<Allocator, Long> used, Allocator allocator, long id) {
    if (id != 0) {
      used.merge(allocator, id, (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
    }
  }
}
