package io.thunderhead.partition;

import io.thunderhead.codec.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Picks the keys at which regions are split before the load, so that each region gets about one
 * region's worth of data (import-protocol 2.8).
 */
public final class SplitKeys {
  private SplitKeys() {}

  /**
   * Walks the sample in key order and cuts whenever a region's bytes or keys are reached.
   *
   * @param ranges raw ranges of the table; each starts a region of its own
   * @param samples sampled KVs in any order
   * @param regionBytes bytes of raw keys and values that fill a region
   * @param regionKeys keys that fill a region
   * @return raw keys, ascending, without repeats: the start of every range and the cuts within
   */
  public static List<byte[]> pick(
      List<KeyRange> ranges, List<KeySample> samples, long regionBytes, long regionKeys) {
    List<KeySample> sorted = new ArrayList<>(samples);
    sorted.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    List<byte[]> keys = new ArrayList<>();
    for (KeyRange range : ranges) {
      keys.add(range.start());
      cut(range, sorted, regionBytes, regionKeys, keys);
    }
    keys.sort(Arrays::compareUnsigned);
    return keys;
  }

  private static void cut(
      KeyRange range,
      List<KeySample> sorted,
      long regionBytes,
      long regionKeys,
      List<byte[]> keys) {
    double bytes = 0;
    double count = 0;
    for (int i = firstNotBelow(sorted, range.start()); i < sorted.size(); i++) {
      KeySample sample = sorted.get(i);
      if (!range.contains(sample.key())) {
        break;
      }
      boolean full = bytes >= regionBytes || count >= regionKeys;
      if (full && Arrays.compareUnsigned(keys.get(keys.size() - 1), sample.key()) < 0) {
        keys.add(sample.key());
        bytes = 0;
        count = 0;
      }
      bytes += sample.kvBytes() * sample.weight();
      count += sample.weight();
    }
  }

  private static int firstNotBelow(List<KeySample> sorted, byte[] bound) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(sorted.get(middle).key(), bound) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
