package io.thunderhead.conflict;

/**
 * A row's place in the input as one number: its partition above its position in it, so that numbers
 * ascend in the order of the input. Positions count from 1.
 */
public final class RowNumber {
  private static final int POSITION_BITS = 40;

  private RowNumber() {}

  /** Returns the number of a row, or with position 0 what is below all numbers of a partition. */
  public static long of(int partition, long position) {
    if (position < 0 || position >> POSITION_BITS != 0) {
      throw new IllegalArgumentException(
          "position %d (expected: 0..2^%d - 1)".formatted(position, POSITION_BITS));
    }
    return (long) partition << POSITION_BITS | position;
  }

  /** Returns the input partition of a row. */
  public static int partition(long row) {
    return (int) (row >>> POSITION_BITS);
  }

  /** Returns the position of a row in its partition. */
  public static long position(long row) {
    return row & ((1L << POSITION_BITS) - 1);
  }
}
