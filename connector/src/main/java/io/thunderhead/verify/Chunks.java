package io.thunderhead.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rows in chunks by the hash of their key. Each level of chunks goes by the next 16 bits of it.
 *
 * @param filter chunks of the first levels that rows must be in to count
 * @param level at which rows are told apart
 */
record Chunks(List<BitSet> filter, int level) implements Serializable {
  static final int COUNT = 1 << 16;

  /** All rows, in chunks of the first level. */
  static final Chunks ALL = new Chunks(List.of(), 0);

  private static final int BITS = 16;
  private static final int LEVELS = Long.SIZE / BITS;

  Chunks {
    filter = List.copyOf(filter);
  }

  /** Returns some of these chunks. */
  Chunks only(BitSet chunks) {
    List<BitSet> more = new ArrayList<>(filter);
    more.add(chunks);
    return new Chunks(more, level);
  }

  /** Returns the chunks of the next level within all of these; null at the last level. */
  Chunks split() {
    return level + 1 == LEVELS ? null : new Chunks(filter, level + 1);
  }

  boolean takes(long key1) {
    for (int i = 0; i < filter.size(); i++) {
      if (!filter.get(i).get(chunk(key1, i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns which chunk a row is in. */
  int chunk(long key1) {
    return chunk(key1, level);
  }

  private static int chunk(long key1, int level) {
    return (int) (key1 >>> (Long.SIZE - BITS * (level + 1))) & (COUNT - 1);
  }
}
