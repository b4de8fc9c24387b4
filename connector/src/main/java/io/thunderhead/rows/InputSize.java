package io.thunderhead.rows;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many rows an input has.
 *
 * @param rows of each partition; an estimate unless {@code exact}
 * @param mostRows proven bound of the rows of each partition; null when there is none
 * @param exact whether all rows were counted
 */
public record InputSize(double[] rows, long[] mostRows, boolean exact) implements Serializable {
  public InputSize {
    if (mostRows != null && mostRows.length != rows.length) {
      throw new IllegalArgumentException(
          "input: rows of %d partitions, bounds of %d (expected: as many)"
              .formatted(rows.length, mostRows.length));
    }
  }

  /** Makes the size of an input whose rows were counted. */
  static InputSize counted(long[] rows) {
    return new InputSize(Arrays.stream(rows).asDoubleStream().toArray(), rows.clone(), true);
  }

  /** Tells whether there is known to be no row. */
  public boolean isEmpty() {
    return exact && totalRows() == 0;
  }

  /** Returns the rows of all partitions. */
  public long totalRows() {
    return Math.round(Arrays.stream(rows).sum());
  }
}
