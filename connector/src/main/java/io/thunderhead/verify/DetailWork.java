package io.thunderhead.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Fetches the values of a few rows by their hashes. */
final class DetailWork implements Side.Work<DetailWork.Row> {
  private static final long serialVersionUID = 1L;

  /** Most characters of one value that travel to the driver. */
  static final int LONGEST = 4096;

  private final Shape shape;
  private final Set<RowHash> wanted;

  /**
   * A row.
   *
   * @param place where it stands, empty when only its key tells
   * @param texts of its values, cut; null for NULL
   * @param hashes of its values
   */
  record Row(RowHash hash, String place, List<String> texts, long[] hashes)
      implements Serializable {}

  DetailWork(Shape shape, Set<RowHash> wanted) {
    this.shape = shape;
    this.wanted = Set.copyOf(wanted);
  }

  @Override
  public Iterator<Row> call(int part, ComparedRows rows) {
    Set<RowHash> missing = new HashSet<>(wanted);
    RowDigest digest = new RowDigest(shape);
    List<Row> found = new ArrayList<>();
    while (!missing.isEmpty() && rows.next()) {
      digest.load(rows);
      RowHash hash = digest.hashes();
      if (missing.remove(hash)) {
        found.add(new Row(hash, rows.place(), digest.texts(rows, LONGEST), digest.valueHashes()));
      }
    }
    return found.iterator();
  }
}
