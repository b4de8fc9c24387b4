package io.thunderhead.partition;

import io.thunderhead.codec.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers neighbouring regions into partitions of like size, so that small regions do not cost a
 * task each, and a small load takes few tasks.
 */
public final class WritePartitions {
  /** Share of all bytes that is spread evenly over the regions, because a sample may be wrong. */
  private static final double EVENLY = 0.25;

  private WritePartitions() {}

  /**
   * Gathers regions.
   *
   * @param regions raw ranges of the table's record and index ranges, each cut along its regions;
   *     all ascending
   * @param samples sampled KVs in any order
   * @param partitionBytes key and value bytes of a partition, at least those of its first region
   * @return the raw ranges of each partition, ascending; none reaches over two record or index
   *     ranges
   */
  public static List<List<KeyRange>> gather(
      List<List<KeyRange>> regions, List<KeySample> samples, long partitionBytes) {
    List<KeySample> sorted = new ArrayList<>(samples);
    sorted.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    long count = regions.stream().mapToLong(List::size).sum();
    double total = sorted.stream().mapToDouble(each -> each.kvBytes() * each.weight()).sum();
    double share = EVENLY * total / Math.max(1, count);
    List<List<KeyRange>> partitions = new ArrayList<>();
    List<KeyRange> open = new ArrayList<>();
    double bytes = 0;
    int next = 0;
    for (List<KeyRange> range : regions) {
      boolean goesOn = false;
      for (KeyRange region : range) {
        double own = share;
        for (; next < sorted.size() && isBelowEnd(sorted.get(next).key(), region); next++) {
          own += (1 - EVENLY) * sorted.get(next).kvBytes() * sorted.get(next).weight();
        }
        if (!open.isEmpty() && bytes + own > partitionBytes) {
          partitions.add(open);
          open = new ArrayList<>();
          bytes = 0;
          goesOn = false;
        }
        if (goesOn) {
          int last = open.size() - 1;
          open.set(last, new KeyRange(open.get(last).start(), region.end()));
        } else {
          open.add(region);
        }
        goesOn = true;
        bytes += own;
      }
    }
    if (!open.isEmpty()) {
      partitions.add(open);
    }
    return partitions;
  }

  private static boolean isBelowEnd(byte[] key, KeyRange region) {
    return region.end().length == 0 || Arrays.compareUnsigned(key, region.end()) < 0;
  }
}
