package io.thunderhead.rowid;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The ids that the rows of each input partition may take: {@code before + 1} to {@code before +
 * most}. A partition's ids depend on nothing but the plan, so that a task that runs twice gives a
 * row the same one.
 */
public record IdBlocks(long[] before, long[] most) implements Serializable {
  public IdBlocks {
    if (before.length != most.length) {
      throw new IllegalArgumentException(
          "ids: %d and %d partitions (expected: as many)".formatted(before.length, most.length));
    }
  }

  /** Returns the ids of all blocks, the largest number when there are more. */
  public static long sum(long[] most) {
    long sum = 0;
    for (long each : most) {
      sum = each > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + each;
    }
    return sum;
  }

  /** Lays blocks one behind the other. */
  public static IdBlocks behind(long before, long[] most) {
    long[] starts = new long[most.length];
    long next = before;
    for (int i = 0; i < most.length; i++) {
      starts[i] = next;
      next = Math.addExact(next, most[i]);
    }
    return new IdBlocks(starts, most.clone());
  }

  /** Tells whether each block has an end, so that the blocks lie one behind the other. */
  public boolean bounded() {
    return most.length == 0 || most[0] != Long.MAX_VALUE;
  }

  /** Returns blocks without end, for tables whose rows take no ids from a load. */
  public static IdBlocks notNeeded(int partitions) {
    long[] most = new long[partitions];
    Arrays.fill(most, Long.MAX_VALUE);
    return new IdBlocks(new long[partitions], most);
  }
}
