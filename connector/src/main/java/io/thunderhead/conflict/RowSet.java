package io.thunderhead.conflict;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Numbers of rows, two bytes or less for each. Reading is thread-safe while nobody writes.
 *
 * <p>A row's number is its place in the input, from 1: partitions in order, rows in each in order.
 */
public final class RowSet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bitmaps of the low 32 bits by the high ones. */
  private final TreeMap<Integer, RoaringBitmap> parts = new TreeMap<>();

  /** Adds a row; false when it was there. */
  public boolean add(long row) {
    return parts
        .computeIfAbsent((int) (row >>> Integer.SIZE), high -> new RoaringBitmap())
        .checkedAdd((int) row);
  }

  /** Tells whether a row is there. */
  public boolean contains(long row) {
    RoaringBitmap part = parts.get((int) (row >>> Integer.SIZE));
    return part != null && part.contains((int) row);
  }

  /** Returns how many rows of {@code [from, to)} there are. */
  public long countOf(long from, long to) {
    long count = 0;
    for (Map.Entry<Integer, RoaringBitmap> part : parts.entrySet()) {
      long base = (long) part.getKey() << Integer.SIZE;
      long low = Math.max(from - base, 0);
      long high = Math.min(to - base, 1L << Integer.SIZE);
      if (low < high) {
        count += part.getValue().rangeCardinality(low, high);
      }
    }
    return count;
  }

  /** Adds all rows of another set. */
  public void addAll(RowSet other) {
    other.parts.forEach(
        (high, rows) -> parts.computeIfAbsent(high, each -> new RoaringBitmap()).or(rows));
  }

  /** Takes out all rows of another set. */
  public void removeAll(RowSet other) {
    other.parts.forEach(
        (high, rows) -> {
          RoaringBitmap own = parts.get(high);
          if (own != null) {
            own.andNot(rows);
          }
        });
  }

  /** Returns the rows of both sets, in a set of its own. */
  public RowSet plus(RowSet other) {
    RowSet both = new RowSet();
    both.addAll(this);
    both.addAll(other);
    return both;
  }

  /** Returns the rows of this set that are not in another, in a set of its own. */
  public RowSet without(RowSet other) {
    RowSet rest = new RowSet();
    rest.addAll(this);
    rest.removeAll(other);
    return rest;
  }

  /** Returns how many rows there are. */
  public long size() {
    return parts.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
  }

  /** Tells whether there are none. */
  public boolean isEmpty() {
    return parts.values().stream().allMatch(RoaringBitmap::isEmpty);
  }

  /** Packs runs of rows; worth it before the set travels. */
  public RowSet packed() {
    parts.values().forEach(RoaringBitmap::runOptimize);
    return this;
  }
}
