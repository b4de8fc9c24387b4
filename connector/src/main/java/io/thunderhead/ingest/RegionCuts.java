package io.thunderhead.ingest;

import io.thunderhead.error.LoadException;
import io.thunderhead.pd.Region;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps regions at the planned size while sorted KVs are written: counts what the last region took
 * and cuts it off before it grows beyond. A region that cannot be cut takes the rest all the same.
 */
public final class RegionCuts {
  private static final Logger LOG = LoggerFactory.getLogger(RegionCuts.class);

  /** A region may become so much larger than planned before it is worth another region. */
  private static final double SLACK = 4.0 / 3;

  private final Splitting splitting;
  private final long bytes;
  private final long keys;
  private long region;
  private long regionBytes;
  private long regionKeys;
  private boolean failed;
  private int made;

  /** Makes keys the starts of regions. */
  @FunctionalInterface
  public interface Splitting {
    int split(List<byte[]> keys);
  }

  /**
   * @param bytes of raw keys and values that a region is made for
   * @param keys KVs that it is made for
   */
  public RegionCuts(Splitting splitting, long bytes, long keys) {
    this.splitting = splitting;
    this.bytes = bytes;
    this.keys = keys;
  }

  /** Makes cuts that never come. */
  static RegionCuts none() {
    return new RegionCuts(keys -> 0, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Tells whether KVs that are gathered already fill a region. */
  boolean isFilledBy(long moreBytes, long moreKeys) {
    return moreBytes > bytes || moreKeys >= keys;
  }

  /**
   * Notes what comes next, and cuts the region off before it if it would be too much for it.
   *
   * @param firstKey raw
   */
  void before(byte[] firstKey, long moreBytes, long moreKeys) {
    boolean full =
        regionBytes > 0
            && (regionBytes + moreBytes > SLACK * bytes || regionKeys + moreKeys > SLACK * keys);
    if (!full || failed) {
      return;
    }
    try {
      made += splitting.split(List.of(firstKey));
      regionBytes = 0;
      regionKeys = 0;
    } catch (LoadException e) {
      failed = true;
      LOG.warn("a region that fills up cannot be split, it takes the rest: {}", e.getMessage());
    }
  }

  /** Notes what a region took. */
  void took(Region taking, long moreBytes, long moreKeys) {
    if (taking.id() != region) {
      region = taking.id();
      regionBytes = 0;
      regionKeys = 0;
    }
    regionBytes += moreBytes;
    regionKeys += moreKeys;
  }

  /** Returns how many regions were made. */
  public int made() {
    return made;
  }
}
