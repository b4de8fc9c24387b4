package io.thunderhead.logical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a part that are read and not known to be written. */
final class PendingRows {
  private final List<SentRow> rows = new ArrayList<>();
  private long[] digests = new long[64];
  private int digestCount;
  private long before;
  private long bytes;

  /**
   * Rows of one transaction.
   *
   * @param end where the part stands after it
   */
  record Batch(List<SentRow> rows, Ledger.Position end) {
    /** Returns what is left of it behind a row. */
    Batch behind(long number) {
      return new Batch(rows.stream().filter(each -> each.number() > number).toList(), end);
    }
  }

  /**
   * @param before number of the row before the first
   */
  PendingRows(long before) {
    this.before = before;
  }

  /** Notes the digest after the next row, which may be a bad one. */
  void addDigest(long digest) {
    if (digestCount == digests.length) {
      digests = Arrays.copyOf(digests, 2 * digestCount);
    }
    digests[digestCount++] = digest;
  }

  void add(SentRow row) {
    rows.add(row);
    bytes += row.bytes();
  }

  List<SentRow> rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Returns all rows. */
  Batch whole() {
    return untilBefore(before + digestCount + 1);
  }

  /** Returns the rows before one. */
  Batch untilBefore(long number) {
    return new Batch(
        rows.stream().filter(each -> each.number() < number).toList(),
        new Ledger.Position(number - 1, digestAfter(number - 1)));
  }

  /**
   * Tells whether the rows up to a position are those that it was reached with, if they are here.
   */
  boolean fits(Ledger.Position position) {
    long index = position.rows() - before - 1;
    return index < 0 || index >= digestCount || digests[(int) index] == position.digest();
  }

  private long digestAfter(long number) {
    return digests[Math.toIntExact(number - before - 1)];
  }

  /** Forgets the rows up to one and returns those of them that were sent. */
  List<SentRow> dropUntil(long number) {
    List<SentRow> dropped = rows.stream().filter(each -> each.number() <= number).toList();
    int count = (int) Math.min(digestCount, Math.max(0, number - before));
    if (count > 0) {
      rows.removeIf(each -> each.number() <= number);
      System.arraycopy(digests, count, digests, 0, digestCount - count);
      digestCount -= count;
      bytes = rows.stream().mapToLong(SentRow::bytes).sum();
    }
    before = Math.max(before, number);
    return dropped;
  }

  /** Returns how many bytes a text has as UTF-8. */
  static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }
}
