package io.thunderhead.pd;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the regions that cover a range of raw keys and accepts only a gapless answer whose regions
 * all have a leader (import-protocol 2.11).
 *
 * <p>Thread-safe.
 */
public final class RegionScanner {
  private static final int PAGE = 128;
  private static final RetryPolicy RESCANS =
      new RetryPolicy(60, Duration.ofMillis(10), Duration.ofSeconds(2));

  private final PdClient pd;

  /** Makes a scanner over one PD. */
  public RegionScanner(PdClient pd) {
    this.pd = pd;
  }

  /**
   * Returns the regions that meet the range, in key order; the first holds its start.
   *
   * @throws io.thunderhead.error.LoadException RETRIES_EXHAUSTED when PD keeps showing gaps or
   *     regions without a leader
   */
  public List<Region> scan(KeyRange range) {
    Backoff backoff = pd.backoff("scan the regions of " + range, RESCANS);
    List<Region> found = new ArrayList<>();
    byte[] from = range.start();
    while (true) {
      List<Region> page = pd.scanPage(new KeyRange(from, range.end()), PAGE);
      String flaw = flawOf(page, from);
      if (flaw != null) {
        backoff.failed(flaw, null);
        continue;
      }
      backoff.progressed();
      found.addAll(page);
      byte[] end = page.get(page.size() - 1).range().end();
      if (end.length == 0
          || (range.end().length > 0 && Arrays.compareUnsigned(end, range.end()) >= 0)) {
        return found;
      }
      from = end;
    }
  }

  /** Returns the region that holds a raw key. */
  public Region regionOf(byte[] rawKey) {
    return scan(new KeyRange(rawKey, Arrays.copyOf(rawKey, rawKey.length + 1))).get(0);
  }

  private static String flawOf(List<Region> page, byte[] from) {
    if (page.isEmpty()) {
      return "PD returned no region";
    }
    if (Arrays.compareUnsigned(page.get(0).range().start(), from) > 0) {
      return "the first " + page.get(0) + " starts behind the key asked for";
    }
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).leader().getStoreId() == 0) {
        return page.get(i) + " has no leader";
      }
      if (i > 0 && !Arrays.equals(page.get(i - 1).range().end(), page.get(i).range().start())) {
        return "a gap lies between " + page.get(i - 1) + " and " + page.get(i);
      }
    }
    return null;
  }
}
