package io.thunderhead.rows;

import java.io.Serializable;
import java.util.List;

/**
 * Some rows of a source, to plan by. They come in parts, each of one input partition, which are the
 * partitions of {@link #rows}.
 */
public interface RowSample {
  /** Returns the rows, all through one read of {@link RowSource#mapPartitions}. */
  RowSource rows();

  /**
   * A part.
   *
   * @param partition of the input
   * @param guessed whether some rows may be none of the input's, because where they begin was
   *     guessed: bad ones among them say nothing
   */
  record Part(int partition, boolean guessed) implements Serializable {}

  List<Part> parts();

  /**
   * Tells how large the input is, after the rows were read.
   *
   * @param rows that each part had
   */
  InputSize size(long[] rows);

  /** Returns all rows as their own sample. */
  static RowSample whole(RowSource source, int partitions) {
    return new WholeSample(source, partitions);
  }
}
