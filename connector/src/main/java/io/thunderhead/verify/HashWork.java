package io.thunderhead.verify;

import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Gives the hashes of those rows of one part that fall into some chunks. */
final class HashWork implements Side.Work<Tuple2<RowHash, HashWork.Seen>> {
  private static final long serialVersionUID = 1L;
  private static final int BITS_OF_ROWS = 40;

  private final Shape shape;
  private final Chunks chunks;

  /**
   * How often rows of the same values are there.
   *
   * @param first order of the first of them: the part, then its number within
   * @param last order of the last of them
   */
  record Seen(long times, long first, long last) implements java.io.Serializable {
    Seen plus(Seen other) {
      return new Seen(
          times + other.times, Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  HashWork(Shape shape, Chunks chunks) {
    this.shape = shape;
    this.chunks = chunks;
  }

  @Override
  public Iterator<Tuple2<RowHash, Seen>> call(int part, ComparedRows rows) {
    return new Hashes(shape, chunks, rows, (long) part << BITS_OF_ROWS);
  }

  private static final class Hashes implements Iterator<Tuple2<RowHash, Seen>> {
    private final Chunks chunks;
    private final ComparedRows rows;
    private final RowDigest digest;
    private long order;
    private Tuple2<RowHash, Seen> ready;

    Hashes(Shape shape, Chunks chunks, ComparedRows rows, long order) {
      this.chunks = chunks;
      this.rows = rows;
      this.digest = new RowDigest(shape);
      this.order = order;
    }

    @Override
    public boolean hasNext() {
      while (ready == null && rows.next()) {
        digest.load(rows);
        if (chunks.takes(digest.key1())) {
          ready = new Tuple2<>(digest.hashes(), new Seen(1, order, order));
        }
        order++;
      }
      return ready != null;
    }

    @Override
    public Tuple2<RowHash, Seen> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<RowHash, Seen> next = ready;
      ready = null;
      return next;
    }
  }
}
