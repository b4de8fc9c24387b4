package io.thunderhead.task;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.ingest.RegionResult;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import scala.Tuple2;

/**
 * Rows of the input that claim a key which a row of the table has.
 *
 * @param byIndex rows by the index in whose keys they meet one of the table, -1 for records
 * @param rows all of them
 * @param stored how many rows of the table they meet
 * @param deleted what was deleted of these, empty when they stay
 */
public record MetRows(
    TreeMap<Long, RowSet> byIndex, RowSet rows, long stored, List<RegionResult> deleted)
    implements Serializable {
  public static final MetRows NONE = new MetRows(new TreeMap<>(), new RowSet(), 0, List.of());

  public MetRows {
    deleted = List.copyOf(deleted);
  }

  /**
   * Gathers what {@link MetPartition} gave.
   *
   * @param meetings in order of the records' keys
   */
  public static MetRows of(Iterator<Tuple2<byte[], byte[]>> meetings) {
    TreeMap<Long, RowSet> byIndex = new TreeMap<>();
    RowSet rows = new RowSet();
    byte[] record = null;
    long stored = 0;
    while (meetings.hasNext()) {
      Tuple2<byte[], byte[]> meeting = meetings.next();
      long row = MetPartition.row(meeting._2());
      rows.add(row);
      byIndex
          .computeIfAbsent(
              TableCodec.indexId(MetPartition.key(meeting._2())), index -> new RowSet())
          .add(row);
      if (!Arrays.equals(record, meeting._1())) {
        record = meeting._1();
        stored++;
      }
    }
    byIndex.values().forEach(RowSet::packed);
    return new MetRows(byIndex, rows.packed(), stored, List.of());
  }

  /** Adds those that meet other rows of the table. */
  public MetRows plus(MetRows other) {
    TreeMap<Long, RowSet> all = new TreeMap<>(byIndex);
    other.byIndex.forEach((index, of) -> all.merge(index, of, RowSet::plus));
    return new MetRows(all, rows.plus(other.rows), stored + other.stored, List.of());
  }

  /** Returns the same with what was deleted. */
  public MetRows deleting(List<RegionResult> results) {
    return new MetRows(byIndex, rows, stored, results);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }
}
