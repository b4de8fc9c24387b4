package io.thunderhead.logical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a part that are read and not known to be written, and their text: one row behind the
 * other with a comma between, as statements have them.
 */
final class PendingRows {
  /** Room for text that is kept when there is none; what rare large rows took is given back. */
  private static final int ROOM = 4 << 20;

  private final List<SentRow> rows = new ArrayList<>();
  private StringBuilder text = new StringBuilder();
  private long textBefore;
  private int begun;
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
      int index = indexBehind(rows, number);
      return index == 0 ? this : new Batch(rows.subList(index, rows.size()), end);
    }
  }

  /**
   * @param before number of the row before the first
   */
  PendingRows(long before) {
    this.before = before;
  }

  /**
   * Begins a row, to be appended to what this returns; the row begun before is dropped unless it
   * was added.
   */
  StringBuilder begin() {
    text.setLength(begun);
    if (begun > 0) {
      text.append(',');
    }
    return text;
  }

  private int start() {
    return begun == 0 ? 0 : begun + 1;
  }

  /**
   * Returns a hash of the text of the row that was begun, that of its string, in the low half and
   * how many bytes it has as UTF-8 in the high one.
   */
  long hashAndLength() {
    int hash = 0;
    int from = start();
    int length = text.length() - from;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      hash = 31 * hash + c;
      if (c >= 0x80) {
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return ((long) length << Integer.SIZE) | (hash & 0xffff_ffffL);
  }

  /** Notes the digest after the next row, which may be a bad one. */
  void addDigest(long digest) {
    if (digestCount == digests.length) {
      digests = Arrays.copyOf(digests, 2 * digestCount);
    }
    digests[digestCount++] = digest;
  }

  /**
   * Adds the row that was begun.
   *
   * @param utf8 its bytes
   */
  void add(long number, int utf8, RowText.Layout layout, String place) {
    rows.add(
        new SentRow(number, textBefore + start(), textBefore + text.length(), utf8, layout, place));
    begun = text.length();
    bytes += utf8;
  }

  /** Returns the text from a row to another, both inclusive. */
  String text(SentRow first, SentRow last) {
    return text.substring((int) (first.from() - textBefore), (int) (last.to() - textBefore));
  }

  int count() {
    return rows.size();
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
    return new Batch(until(number - 1), new Ledger.Position(number - 1, digestAfter(number - 1)));
  }

  /** Returns the rows up to one. */
  List<SentRow> until(long number) {
    return List.copyOf(rows.subList(0, indexBehind(rows, number)));
  }

  private static int indexBehind(List<SentRow> rows, long number) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows.get(middle).number() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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

  /** Forgets the rows up to one, but for one that is begun and not added. */
  void dropUntil(long number) {
    int count = (int) Math.min(digestCount, Math.max(0, number - before));
    if (count > 0) {
      dropRows(indexBehind(rows, number));
      System.arraycopy(digests, count, digests, 0, digestCount - count);
      digestCount -= count;
    }
    before = Math.max(before, number);
  }

  private void dropRows(int count) {
    for (SentRow row : rows.subList(0, count)) {
      bytes -= row.bytes();
    }
    boolean all = count == rows.size();
    int end = all ? start() : (int) (rows.get(count).from() - textBefore);
    rows.subList(0, count).clear();
    int cut = Math.min(end, text.length());
    text.delete(0, cut);
    textBefore += cut;
    begun = all ? 0 : begun - cut;
    if (text.capacity() > ROOM && text.length() <= ROOM / 2) {
      text = new StringBuilder(text);
    }
  }
}
