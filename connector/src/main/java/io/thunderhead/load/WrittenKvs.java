package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.tikv.KvPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The KVs of a range that were written at some timestamps of one writer, found by what the range
 * holds just before and at each of them. Needs all versions since the first; holds a page of each
 * moment.
 */
final class WrittenKvs {
  private static final int PAGE = 512;

  private final List<Moment> moments = new ArrayList<>();

  /** Reads pairs in key order. */
  @FunctionalInterface
  interface Scan {
    List<KvPair> pairs(KeyRange range, long ts, int limit);
  }

  /** Takes what was written. */
  @FunctionalInterface
  interface Each {
    /**
     * Takes a key.
     *
     * @param before value before the first writing; null when there was none
     * @param written value after the last one; null when it was deleted
     * @param now value now; null when there is none
     */
    void key(byte[] key, byte[] before, byte[] written, byte[] now);
  }

  /**
   * @param times ascending, those of the writer alone
   * @param now after them
   */
  WrittenKvs(Scan scan, KeyRange range, List<Long> times, long now) {
    for (long time : times) {
      moments.add(new Moment(scan, range, time - 1));
      moments.add(new Moment(scan, range, time));
    }
    moments.add(new Moment(scan, range, now));
  }

  /** Tells every key that was written, in order. */
  void each(Each each) {
    for (byte[] key = least(); key != null; key = least()) {
      byte[] before = null;
      byte[] written = null;
      boolean isWritten = false;
      for (int i = 0; i + 1 < moments.size(); i += 2) {
        byte[] then = moments.get(i).take(key);
        byte[] at = moments.get(i + 1).take(key);
        if (!Arrays.equals(then, at)) {
          before = isWritten ? before : then;
          written = at;
          isWritten = true;
        }
      }
      byte[] now = moments.get(moments.size() - 1).take(key);
      if (isWritten) {
        each.key(key, before, written, now);
      }
    }
  }

  private byte[] least() {
    byte[] least = null;
    for (Moment each : moments) {
      byte[] key = each.key();
      if (key != null && (least == null || Arrays.compareUnsigned(key, least) < 0)) {
        least = key;
      }
    }
    return least;
  }

  /** What the range held at one timestamp, from some key on. */
  private static final class Moment {
    private final Scan scan;
    private final KeyRange range;
    private final long ts;
    private List<KvPair> page = List.of();
    private int next;
    private boolean last;

    Moment(Scan scan, KeyRange range, long ts) {
      this.scan = scan;
      this.range = range;
      this.ts = ts;
      read(range.start());
    }

    private void read(byte[] from) {
      page = scan.pairs(new KeyRange(from, range.end()), ts, PAGE);
      next = 0;
      last = page.size() < PAGE;
    }

    byte[] key() {
      return next < page.size() ? page.get(next).key() : null;
    }

    /** Returns the value of the least key and goes on, null when this moment does not have it. */
    byte[] take(byte[] key) {
      if (!Arrays.equals(key(), key)) {
        return null;
      }
      byte[] value = page.get(next).value();
      next++;
      if (next == page.size() && !last) {
        read(Arrays.copyOf(key, key.length + 1));
      }
      return value;
    }
  }
}
