package io.thunderhead.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a side has beside rows that are compared.
 *
 * @param bad rows that no load can store, so that a load set them aside
 * @param firstBad some of them: place and reason
 * @param unknown offsets of columns whose values only the load knew
 */
record Tally(long bad, List<String> firstBad, BitSet unknown) implements Serializable {
  static final int BAD_TOLD = 5;
  static final Tally NONE = new Tally(0, List.of(), new BitSet());

  Tally {
    firstBad = List.copyOf(firstBad.subList(0, Math.min(firstBad.size(), BAD_TOLD)));
  }

  Tally plus(Tally other) {
    List<String> both = new ArrayList<>(firstBad);
    both.addAll(other.firstBad);
    BitSet all = (BitSet) unknown.clone();
    all.or(other.unknown);
    return new Tally(bad + other.bad, both, all);
  }
}
