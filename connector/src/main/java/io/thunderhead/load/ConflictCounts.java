package io.thunderhead.load;

import java.io.Serializable;

/**
 * Rows that claim a key which others claim too.
 *
 * @param rows those of the input
 * @param left of these, those that are not in the table
 * @param deleted rows that the table had before and that the input replaced
 */
public record ConflictCounts(long rows, long left, long deleted) implements Serializable {
  /** No conflicts. */
  public static final ConflictCounts NONE = new ConflictCounts(0, 0);

  /** Counts rows of the input alone. */
  public ConflictCounts(long rows, long left) {
    this(rows, left, 0);
  }

  /** Checks that no more are left than there are. */
  public ConflictCounts {
    if (left < 0 || left > rows) {
      throw new IllegalArgumentException(
          "rows in conflict %d, left %d (expected: 0 <= left <= rows)".formatted(rows, left));
    }
  }
}
