package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.RangeSum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.ingest.RegionResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Cuts a table into ranges of which it is known what was sent into them. */
final class SentRanges {
  private SentRanges() {}

  /**
   * Returns ranges that cover the table without gaps, in key order, with what was sent into each:
   * cut at the first keys of region jobs, jobs that overlap in one range.
   *
   * @param tableRanges raw ranges of the table, half-open
   */
  static List<RangeSum> of(List<KeyRange> tableRanges, List<RegionResult> results) {
    List<RegionResult> jobs = new ArrayList<>(results);
    jobs.sort(Comparator.comparing(job -> job.range().start(), Arrays::compareUnsigned));
    List<KeyRange> ranges = new ArrayList<>(tableRanges);
    ranges.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
    List<RangeSum> sums = new ArrayList<>();
    int next = 0;
    for (KeyRange range : ranges) {
      int end = next;
      while (end < jobs.size() && range.contains(jobs.get(end).range().start())) {
        end++;
      }
      cut(range, jobs.subList(next, end), sums);
      next = end;
    }
    return sums;
  }

  private static void cut(KeyRange range, List<RegionResult> jobs, List<RangeSum> sums) {
    byte[] start = range.start();
    byte[] covered = null;
    KvChecksum sum = KvChecksum.EMPTY;
    for (RegionResult job : jobs) {
      byte[] first = job.range().start();
      if (covered != null && Arrays.compareUnsigned(first, covered) >= 0) {
        sums.add(new RangeSum(new KeyRange(start, first), sum));
        start = first;
        covered = null;
        sum = KvChecksum.EMPTY;
      }
      byte[] end = job.range().end();
      covered = covered == null || Arrays.compareUnsigned(end, covered) > 0 ? end : covered;
      sum = sum.plus(job.sum());
    }
    sums.add(new RangeSum(new KeyRange(start, range.end()), sum));
  }
}
