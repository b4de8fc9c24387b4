package io.thunderhead.load;

import io.thunderhead.encode.AutoIds;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.Allocator;
import io.thunderhead.sql.TableIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
final class ReservedIds {
  private static final int TRIES = 3;
  private static final int FLOAT_DIGITS = 24;
  private static final int DOUBLE_DIGITS = 53;

  private final TableIds ids;
  private final TableInfo table;
  private final Map<Allocator, Need> needs = new EnumMap<>(Allocator.class);
  private final List<String> told = new ArrayList<>();

  /**
   * What a load wants of an allocator.
   *
   * @param largest the largest id that fits
   * @param required whether every row takes an id; otherwise the input may bring all of them
   */
  private record Need(long largest, boolean required) {
    private Need and(Need other) {
      if (required != other.required) {
        return required ? this : other;
      }
      return new Need(Math.min(largest, other.largest), required);
    }
  }

  /** Takes the names of the input's columns, in lower case. */
  ReservedIds(TableIds ids, TableInfo table, Collection<String> input) {
    this.ids = ids;
    this.table = table;
    if (table.hasRowId()) {
      long largest = (1L << (Long.SIZE - 1 - table.shardRowIdBits())) - 1;
      need(Allocator._TIDB_ROWID, largest, !input.contains(ColumnInfo.ROW_ID));
    }
    for (ColumnInfo column : table.columns()) {
      boolean required = !input.contains(column.name().toLowerCase(Locale.ROOT));
      if (column.type().autoIncrement()) {
        need(incremented(), largest(column.type()), required);
      } else if (column.equals(table.autoRandomColumn())) {
        need(Allocator.AUTO_RANDOM, largestRandom(column.type()), required);
      }
    }
  }

  private void need(Allocator allocator, long largest, boolean required) {
    needs.merge(allocator, new Need(largest, required), Need::and);
  }

  private Allocator incremented() {
    return table.separatesAutoIncrement() ? Allocator.AUTO_INCREMENT : Allocator._TIDB_ROWID;
  }

  private static long largest(FieldType type) {
    int sign = type.unsigned() ? 0 : 1;
    int bits =
        switch (type.tp()) {
          case FieldType.TINY -> Byte.SIZE - sign;
          case FieldType.SHORT -> Short.SIZE - sign;
          case FieldType.INT24 -> 24 - sign;
          case FieldType.LONG -> Integer.SIZE - sign;
          case FieldType.FLOAT -> FLOAT_DIGITS;
          case FieldType.DOUBLE -> DOUBLE_DIGITS;
          default -> Long.SIZE - 1;
        };
    return bits == Long.SIZE - 1 ? Long.MAX_VALUE : (1L << bits) - 1;
  }

  private long largestRandom(FieldType type) {
    int range = table.autoRandomRangeBits() == 0 ? Long.SIZE : table.autoRandomRangeBits();
    return (1L << (range - table.autoRandomBits() - (type.unsigned() ? 0 : 1))) - 1;
  }

  /**
   * Takes a block of ids.
   *
   * @return the id before the first of the block
   * @throws LoadException IDS_EXHAUSTED when an allocator has too few left
   */
  long reserve(long rows) {
    if (rows == 0 || needs.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < TRIES; i++) {
      Map<Allocator, Long> next = ids.next();
      long before = before(next, rows);
      List<Allocator> taken =
          needs.entrySet().stream()
              .filter(each -> fits(before, rows, each.getValue()))
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
        used == -1 || (allocator == Allocator.AUTO_RANDOM && used == needs.get(allocator).largest);
    return last ? used : used + 1;
  }

  /** Returns the largest id that any of the allocators has handed out. */
  private long before(Map<Allocator, Long> next, long rows) {
    long before = 0;
    for (Map.Entry<Allocator, Need> each : needs.entrySet()) {
      long stored = stands(each.getKey(), next) - 1;
      if (fits(stored, rows, each.getValue())) {
        before = Math.max(before, stored);
      } else if (each.getValue().required) {
        throw exhausted(each.getKey(), stored, rows);
      }
    }
    for (Map.Entry<Allocator, Need> each : needs.entrySet()) {
      if (each.getValue().required && !fits(before, rows, each.getValue())) {
        throw exhausted(each.getKey(), before, rows);
      }
    }
    return before;
  }

  private static boolean fits(long before, long rows, Need need) {
    return before >= 0 && before <= need.largest - rows;
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
                needs.get(allocator).largest));
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
    use(used, incremented(), largest.autoIncrement());
    use(used, Allocator.AUTO_RANDOM, largest.autoRandom());
    return used;
  }

  private static void use(Map<Allocator, Long> used, Allocator allocator, long id) {
    if (id != 0) {
      used.merge(allocator, id, (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
    }
  }
}
