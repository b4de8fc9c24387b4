package io.thunderhead.task;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The KVs of some ranges as they were at a timestamp, asked for in ascending order of keys. Holds
 * one batch of them. Not thread-safe.
 */
public final class StoredKvs {
  private static final int BATCH = 512;

  private final Scan scan;
  private final long ts;
  private final List<KeyRange> all;
  private final Iterator<KeyRange> ranges;
  private KeyRange range;
  private List<KvPair> batch = List.of();
  private int next;
  private boolean last;

  /** Reads KVs in order. */
  @FunctionalInterface
  interface Scan {
    List<KvPair> pairs(KeyRange range, long ts, int limit);
  }

  /**
   * Reads nothing yet.
   *
   * @param ranges raw, ascending
   */
  StoredKvs(Scan scan, List<KeyRange> ranges, long ts) {
    this.scan = scan;
    this.all = List.copyOf(ranges);
    this.ranges = all.iterator();
    this.ts = ts;
  }

  /** Reads what the table had before the load in one of its partitions, until the task ends. */
  static StoredKvs ofTask(LoadPlan load, int partition) {
    Channels channels = new Channels(load.dialing());
    TaskCompletionListener closing = context -> channels.close();
    TaskContext.get().addTaskCompletionListener(closing);
    TikvClient tikv = new TikvClient(PdClient.connect(load.pd(), channels), channels);
    return new StoredKvs(tikv::scan, load.partitions().get(partition), load.tableTs());
  }

  /** Tells whether there is no KV at all, by one small read of each range. */
  boolean isEmpty() {
    return all.stream().allMatch(each -> scan.pairs(each, ts, 1).isEmpty());
  }

  /**
   * Returns the KV of a key that lies in one of the ranges, null when there is none.
   *
   * @param key not below the one before
   */
  KvPair find(byte[] key) {
    while (range == null || isBehind(key)) {
      if (!ranges.hasNext()) {
        throw new IllegalArgumentException(
            "key %s (expected: one in the ranges)".formatted(HexFormat.of().formatHex(key)));
      }
      range = ranges.next();
      batch = List.of();
      next = 0;
      last = false;
    }
    return inRange(key);
  }

  private boolean isBehind(byte[] key) {
    return range.end().length > 0 && Arrays.compareUnsigned(key, range.end()) >= 0;
  }

  private KvPair inRange(byte[] key) {
    while (true) {
      while (next < batch.size() && Arrays.compareUnsigned(batch.get(next).key(), key) < 0) {
        next++;
      }
      if (next < batch.size()) {
        KvPair found = batch.get(next);
        return Arrays.equals(found.key(), key) ? found : null;
      }
      if (last) {
        return null;
      }
      read(key);
    }
  }

  private void read(byte[] from) {
    batch = scan.pairs(new KeyRange(from, range.end()), ts, BATCH);
    next = 0;
    last = batch.size() < BATCH;
  }
}
