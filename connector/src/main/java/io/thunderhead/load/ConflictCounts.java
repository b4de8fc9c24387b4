package io.thunderhead.load;

import java.io.Serializable;

/**
 * Rows that claim a key which others claim too.
 *
 * @param rows all of them
 * @param left those that are not in the table
 */
public record ConflictCounts(long rows, long left) implements Serializable {
  /** No conflicts. */
  public static final ConflictCounts NONE = new ConflictCounts(0, 0);

  /** Checks that no more are left than there are. */
  public ConflictCounts {
    if (left < 0 || left > rows) {
      throw new IllegalArgumentException(
          "rows in conflict %d, left %d (expected: 0 <= left <= rows)".formatted(rows, left));
    }
  }
}
