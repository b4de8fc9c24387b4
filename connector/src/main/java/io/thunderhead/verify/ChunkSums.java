package io.thunderhead.verify;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.LongStream;

/** Of each chunk, how many rows it has and the sums of both halves of their hashes, mod 2^64. */
final class ChunkSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] rows = new long[Chunks.COUNT];
  private final long[] firsts = new long[Chunks.COUNT];
  private final long[] seconds = new long[Chunks.COUNT];

  void add(int chunk, long first, long second, long times) {
    rows[chunk] += times;
    firsts[chunk] += first * times;
    seconds[chunk] += second * times;
  }

  /** Adds other sums to these, and returns these. */
  ChunkSums add(ChunkSums other) {
    Arrays.setAll(rows, i -> rows[i] + other.rows[i]);
    Arrays.setAll(firsts, i -> firsts[i] + other.firsts[i]);
    Arrays.setAll(seconds, i -> seconds[i] + other.seconds[i]);
    return this;
  }

  long total() {
    return LongStream.of(rows).sum();
  }

  /** Returns how many chunks have rows. */
  int filled() {
    return (int) LongStream.of(rows).filter(each -> each > 0).count();
  }

  long rows(int chunk) {
    return rows[chunk];
  }

  /** Returns a digest of all rows, in hex. */
  String digest() {
    return "%016x%016x".formatted(LongStream.of(firsts).sum(), LongStream.of(seconds).sum());
  }

  /** Returns the chunks in which two sides differ. */
  BitSet differing(ChunkSums other) {
    BitSet differing = new BitSet();
    for (int i = 0; i < Chunks.COUNT; i++) {
      if (rows[i] != other.rows[i]
          || firsts[i] != other.firsts[i]
          || seconds[i] != other.seconds[i]) {
        differing.set(i);
      }
    }
    return differing;
  }
}
