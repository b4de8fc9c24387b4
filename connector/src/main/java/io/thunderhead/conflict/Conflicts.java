package io.thunderhead.conflict;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.error.LoadException;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** What all partitions withheld together. */
public final class Conflicts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Long, RowSet> byIndex = new TreeMap<>();
  private final RowSet rows = new RowSet();
  private final RowSet behind = new RowSet();
  private KvChecksum withheld = KvChecksum.EMPTY;

  /** Adds what one partition withheld. */
  public void add(Duplicates partition) {
    if (!partition.rows().isEmpty()) {
      byIndex.computeIfAbsent(partition.indexId(), index -> new RowSet()).addAll(partition.rows());
    }
    rows.addAll(partition.rows());
    behind.addAll(partition.behind());
    withheld = withheld.plus(partition.withheld());
  }

  /** Tells whether nothing was withheld. */
  public boolean isEmpty() {
    return withheld.kvs() == 0;
  }

  /** Returns the rows in conflict by the index in whose keys they are, -1 for records. */
  public Map<Long, RowSet> byIndex() {
    return byIndex;
  }

  /** Returns all rows in conflict. */
  public RowSet rows() {
    return rows;
  }

  /** Returns the rows that lose in one key at least. */
  public RowSet behind() {
    return behind;
  }

  /** Returns the sum of the KVs that were withheld. */
  public KvChecksum withheld() {
    return withheld;
  }

  /**
   * Checks how many rows are in conflict.
   *
   * @throws LoadException DUPLICATE_KEY when there are more than the threshold
   */
  public static void requireAtMost(long rows, long threshold) {
    if (rows > threshold) {
      throw DuplicateFilter.tooMany(rows, threshold);
    }
  }
}
