package io.thunderhead.rowid;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.Allocator;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a load into a table wants of each allocator of ids. */
public final class IdNeeds {
  private static final int FLOAT_DIGITS = 24;
  private static final int DOUBLE_DIGITS = 53;

  private final TableInfo table;
  private final Map<Allocator, Need> needs = new EnumMap<>(Allocator.class);

  /**
   * What a load wants of an allocator.
   *
   * @param largest the largest id that fits
   * @param required whether every row takes an id; otherwise the input may bring all of them
   */
  record Need(long largest, boolean required) {
    private Need and(Need other) {
      if (required != other.required) {
        return required ? this : other;
      }
      return new Need(Math.min(largest, other.largest), required);
    }

    /** Tells whether so many ids are left behind one. */
    boolean fits(long before, long rows) {
      return before >= 0 && before <= largest - rows;
    }
  }

  /** Takes the names of the input's columns, in lower case. */
  public IdNeeds(TableInfo table, Collection<String> input) {
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

  /** Returns the needs, none for a table whose rows bring all their ids. */
  public Map<Allocator, Need> all() {
    return Collections.unmodifiableMap(needs);
  }

  /** Tells whether every allocator has room for so many rows behind an id. */
  public boolean fit(long before, long rows) {
    return needs.values().stream().allMatch(need -> need.fits(before, rows));
  }

  /** Returns the allocator of AUTO_INCREMENT columns. */
  Allocator incremented() {
    return table.separatesAutoIncrement() ? Allocator.AUTO_INCREMENT : Allocator._TIDB_ROWID;
  }

  private void need(Allocator allocator, long largest, boolean required) {
    needs.merge(allocator, new Need(largest, required), Need::and);
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
}
