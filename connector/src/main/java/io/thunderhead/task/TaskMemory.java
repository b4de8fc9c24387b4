package io.thunderhead.task;

import java.io.Serializable;

/**
 * How much memory one task uses for KVs, at most.
 *
 * @param bytes of all that it sorts
 */
public record TaskMemory(long bytes) implements Serializable {
  private static final long MOST_FOR_PACKING = 32L << 20;
  private static final int SHARE_FOR_PACKING = 4;

  /** Returns the bytes of all blocks that an encoding task fills. */
  long packing() {
    return Math.min(MOST_FOR_PACKING, bytes / SHARE_FOR_PACKING);
  }
}
