package io.thunderhead.watch;

import java.util.Arrays;

/**
 * Work over time, in at most {@value #MOST_BUCKETS} buckets of one width, which doubles when the
 * load outlasts them. Not thread-safe.
 *
 * <p>Tasks tell their work when they end; it is spread evenly over the time that they took.
 */
final class Throughput {
  static final int MOST_BUCKETS = 600;
  private static final long FIRST_WIDTH_MILLIS = 100;

  private final double[] rows = new double[MOST_BUCKETS];
  private final double[] bytes = new double[MOST_BUCKETS];
  private long widthMillis = FIRST_WIDTH_MILLIS;
  private int used;

  /**
   * Adds work.
   *
   * @param start milliseconds since the load began, inclusive
   * @param end the same, exclusive; work that took no time counts for one millisecond
   */
  void add(long start, long end, long rowsRead, long bytesIngested) {
    long from = Math.max(0, Math.min(start, end - 1));
    long to = Math.max(from + 1, end);
    while (to > widthMillis * MOST_BUCKETS) {
      halve();
    }
    int last = (int) ((to - 1) / widthMillis);
    for (int i = (int) (from / widthMillis); i <= last; i++) {
      long inBucket = Math.min(to, (i + 1) * widthMillis) - Math.max(from, i * widthMillis);
      double share = (double) inBucket / (to - from);
      rows[i] += rowsRead * share;
      bytes[i] += bytesIngested * share;
    }
    used = Math.max(used, last + 1);
  }

  private void halve() {
    for (int i = 0; i < MOST_BUCKETS; i++) {
      rows[i] = 2 * i < MOST_BUCKETS ? rows[2 * i] + rows[2 * i + 1] : 0;
      bytes[i] = 2 * i < MOST_BUCKETS ? bytes[2 * i] + bytes[2 * i + 1] : 0;
    }
    used = (used + 1) / 2;
    widthMillis *= 2;
  }

  Samples samples() {
    return new Samples(
        widthMillis,
        Arrays.stream(rows).limit(used).mapToLong(Math::round).boxed().toList(),
        Arrays.stream(bytes).limit(used).mapToLong(Math::round).boxed().toList());
  }
}
