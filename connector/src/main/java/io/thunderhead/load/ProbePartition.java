package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds the keys of one partition that the table has already, before anything is written. Where the
 * table has none in the partition, its KVs are not even read.
 */
final class ProbePartition
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<ProbePartition.Collisions>> {
  private static final long serialVersionUID = 1L;
  private static final int TOLD = 3;

  private final Broadcast<LoadPlan> plan;

  ProbePartition(Broadcast<LoadPlan> plan) {
    this.plan = plan;
  }

  /**
   * Keys of the input that are in the table.
   *
   * @param first raw, some of them
   */
  record Collisions(long count, ArrayList<byte[]> first) implements Serializable {
    static final Collisions NONE = new Collisions(0, new ArrayList<>());

    Collisions plus(Collisions other) {
      ArrayList<byte[]> both = new ArrayList<>(first);
      other.first.stream().limit(Math.max(0, TOLD - both.size())).forEach(both::add);
      return new Collisions(count + other.count, both);
    }
  }

  @Override
  public Iterator<Collisions> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> kvs) {
    LoadPlan load = plan.value();
    if (load.finished().get(partition)) {
      return Collections.emptyIterator();
    }
    try (Channels channels = new Channels(load.dialing())) {
      TikvClient tikv = new TikvClient(PdClient.connect(load.pd(), channels), channels);
      List<ExistingKeys> existing = new ArrayList<>();
      for (KeyRange range : load.partitions().get(partition)) {
        ExistingKeys keys = new ExistingKeys(tikv::scan, range, load.ingest().commitTs() - 1);
        if (!keys.isEmpty()) {
          existing.add(keys);
        }
      }
      return existing.isEmpty()
          ? Collections.emptyIterator()
          : List.of(collisions(existing, kvs)).iterator();
    }
  }

  private static Collisions collisions(
      List<ExistingKeys> existing, Iterator<Tuple2<byte[], byte[]>> kvs) {
    Collisions found = Collisions.NONE;
    while (kvs.hasNext()) {
      byte[] key = kvs.next()._1();
      for (ExistingKeys keys : existing) {
        if (!BadRowMarks.isMark(key) && keys.range().contains(key) && keys.has(key)) {
          found = found.plus(new Collisions(1, new ArrayList<>(List.of(key))));
        }
      }
    }
    return found;
  }

  /** The keys of a range as they were at a timestamp, asked for in ascending order. */
  static final class ExistingKeys {
    private static final int BATCH = 512;

    private final Scan scan;
    private final KeyRange range;
    private final long ts;
    private List<KvPair> batch;
    private int next;
    private boolean last;

    /** Reads keys in order. */
    @FunctionalInterface
    interface Scan {
      List<KvPair> pairs(KeyRange range, long ts, int limit);
    }

    ExistingKeys(Scan scan, KeyRange range, long ts) {
      this.scan = scan;
      this.range = range;
      this.ts = ts;
      read(range.start(), 1);
    }

    KeyRange range() {
      return range;
    }

    boolean isEmpty() {
      return batch.isEmpty();
    }

    private void read(byte[] from, int limit) {
      batch = scan.pairs(new KeyRange(from, range.end()), ts, limit);
      next = 0;
      last = batch.size() < limit;
    }

    /** Tells whether a key is there; each key must not be below the one before. */
    boolean has(byte[] key) {
      while (true) {
        while (next < batch.size() && Arrays.compareUnsigned(batch.get(next).key(), key) < 0) {
          next++;
        }
        if (next < batch.size()) {
          return Arrays.equals(batch.get(next).key(), key);
        }
        if (last) {
          return false;
        }
        read(key, BATCH);
      }
    }
  }
}
