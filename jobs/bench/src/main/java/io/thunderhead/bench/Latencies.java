package io.thunderhead.bench;

import java.util.Arrays;

/** Latencies of many operations. Thread-safe. */
final class Latencies {
  private static final double MILLI = 1e6;

  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long latencyNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = latencyNanos;
  }

  /** Adds the figures to a row, each column named after the operation. */
  synchronized void putInto(Run run, String row, String operation) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    run.put(row, operation + "s", count);
    if (count > 0) {
      run.put(row, operation + " p50 ms", sorted[rank(0.50)] / MILLI);
      run.put(row, operation + " p95 ms", sorted[rank(0.95)] / MILLI);
      run.put(row, operation + " p99 ms", sorted[rank(0.99)] / MILLI);
      run.put(row, operation + " max ms", sorted[count - 1] / MILLI);
    }
  }

  /** Returns the index of the smallest latency that so much of all do not exceed. */
  private int rank(double share) {
    return Math.max(0, (int) Math.ceil(share * count) - 1);
  }
}
