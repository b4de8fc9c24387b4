package io.thunderhead.conflict;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.error.LoadException;
import java.util.Map;
import java.util.TreeMap;

/** What all partitions withheld together. */
public final class Conflicts {
  private final Map<Long, RowSet> byIndex = new TreeMap<>();
  private final RowSet rows = new RowSet();
  private final RowSet behind = new RowSet();
  private KvChecksum withheld = KvChecksum.EMPTY;

  /** Adds what one partition withheld. */
  public void add(Duplicates partition) {
    partition
        .rows()
        .forEach(
            (index, some) -> {
              byIndex.computeIfAbsent(index, each -> new RowSet()).addAll(some);
              rows.addAll(some);
            });
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
   * Checks how many rows there are.
   *
   * @throws LoadException DUPLICATE_KEY when there are more than the threshold
   */
  public void requireAtMost(long threshold) {
    long size = rows.size();
    if (size > threshold) {
      throw DuplicateFilter.tooMany(size, threshold);
    }
  }
}
