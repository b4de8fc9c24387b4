package io.thunderhead.verify;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/** Sums the rows of one part by chunk. */
final class SumWork implements Side.Work<SumWork.Sums> {
  private static final long serialVersionUID = 1L;

  private final Shape shape;
  private final Chunks chunks;

  /** What parts came to. */
  record Sums(ChunkSums chunks, Tally tally) implements Serializable {
    Sums plus(Sums other) {
      return new Sums(chunks.add(other.chunks), tally.plus(other.tally));
    }
  }

  SumWork(Shape shape, Chunks chunks) {
    this.shape = shape;
    this.chunks = chunks;
  }

  @Override
  public Iterator<Sums> call(int part, ComparedRows rows) {
    ChunkSums sums = new ChunkSums();
    RowDigest digest = new RowDigest(shape);
    while (rows.next()) {
      digest.load(rows);
      if (chunks.takes(digest.key1())) {
        sums.add(chunks.chunk(digest.key1()), digest.row1(), digest.row2(), 1);
      }
    }
    return List.of(new Sums(sums, rows.tally())).iterator();
  }
}
