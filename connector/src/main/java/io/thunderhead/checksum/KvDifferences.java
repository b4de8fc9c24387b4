package io.thunderhead.checksum;

import io.thunderhead.tikv.KvPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where KVs that were sent and KVs that are stored differ, key by key.
 *
 * @param missing keys that were sent and are not stored
 * @param extra keys that are stored and were not sent
 * @param changed keys that are stored with another value
 * @param first the first differences, in key order
 */
public record KvDifferences(long missing, long extra, long changed, List<Difference> first) {
  /** Takes a copy of the list. */
  public KvDifferences {
    first = List.copyOf(first);
  }

  /**
   * One key that differs.
   *
   * @param key raw
   * @param sent value that was sent, null when the key was not
   * @param stored value that is stored, null when the key is not
   */
  public record Difference(byte[] key, byte[] sent, byte[] stored) {}

  /**
   * Compares.
   *
   * @param sent in key order; a key that is there more than once counts as its last
   * @param stored in key order, every key once
   * @param shown most differences to keep
   */
  public static KvDifferences between(List<KvPair> sent, List<KvPair> stored, int shown) {
    long[] counts = new long[3];
    List<Difference> first = new ArrayList<>();
    int s = 0;
    int t = 0;
    while (s < sent.size() || t < stored.size()) {
      if (s + 1 < sent.size() && Arrays.equals(sent.get(s).key(), sent.get(s + 1).key())) {
        s++;
        continue;
      }
      int order = order(sent, s, stored, t);
      byte[] key = order <= 0 ? sent.get(s).key() : stored.get(t).key();
      byte[] ours = order <= 0 ? sent.get(s++).value() : null;
      byte[] theirs = order >= 0 ? stored.get(t++).value() : null;
      if (!Arrays.equals(ours, theirs)) {
        counts[theirs == null ? 0 : ours == null ? 1 : 2]++;
        if (first.size() < shown) {
          first.add(new Difference(key, ours, theirs));
        }
      }
    }
    return new KvDifferences(counts[0], counts[1], counts[2], first);
  }

  private static int order(List<KvPair> sent, int s, List<KvPair> stored, int t) {
    if (s == sent.size()) {
      return 1;
    }
    return t == stored.size() ? -1 : Arrays.compareUnsigned(sent.get(s).key(), stored.get(t).key());
  }
}
