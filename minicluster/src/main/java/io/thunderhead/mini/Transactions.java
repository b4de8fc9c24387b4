package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes keys from inside the cluster, as TiDB would through its client. */
final class Transactions {
  private final Topology topology;
  private final Tso tso;

  Transactions(Topology topology, Tso tso) {
    this.topology = topology;
    this.tso = tso;
  }

  /** Returns the newest committed value of a raw key, or null. */
  byte[] get(byte[] rawKey) {
    byte[] key = Keys.encode(rawKey);
    List<KeyValue> found = scan(key, Keys.next(Keys.withTs(key, 0)));
    return found.isEmpty() ? null : found.get(0).value();
  }

  /** Returns what lies under raw keys with a prefix, which is in use by one writer at a time. */
  List<KeyValue> scan(byte[] rawPrefix) {
    return scan(Keys.encode(rawPrefix), Keys.encode(prefixEnd(rawPrefix)));
  }

  private List<KeyValue> scan(byte[] start, byte[] end) {
    List<KeyValue> found = new ArrayList<>();
    visit(start, end, found::add);
    return found;
  }

  /** Hands over what lies under raw keys with a prefix. */
  void visit(byte[] rawPrefix, Consumer<KeyValue> visitor) {
    visit(Keys.encode(rawPrefix), Keys.encode(prefixEnd(rawPrefix)), visitor);
  }

  /** Returns the first key behind a prefix, which does not consist of 0xFF alone. */
  private static byte[] prefixEnd(byte[] prefix) {
    int last = prefix.length - 1;
    while (prefix[last] == (byte) 0xFF) {
      last--;
    }
    byte[] end = Arrays.copyOf(prefix, last + 1);
    end[last]++;
    return end;
  }

  private void visit(byte[] start, byte[] end, Consumer<KeyValue> visitor) {
    long ts = tso.next();
    for (Topology.Reported region : topology.scan(start, end, 0)) {
      byte[] from =
          Regions.contains(region.region(), start) ? start : Regions.start(region.region());
      byte[] regionEnd = Regions.end(region.region());
      byte[] to = regionEnd.length > 0 && Keys.compare(regionEnd, end) < 0 ? regionEnd : end;
      Store store = topology.store(region.leader().getStoreId());
      try (EngineSnapshot snapshot = store.engine().snapshot();
          MvccScanner scanner =
              new MvccScanner(snapshot, from, to, ReadView.at(ts), false, false)) {
        for (MvccScanner.Entry entry = scanner.next(); entry != null; entry = scanner.next()) {
          if (entry.locked() == null) {
            visitor.accept(new KeyValue(entry.rawKey(), entry.value()));
          }
        }
      }
    }
  }

  /** Commits pairs and returns the commit timestamp. */
  long commit(List<KeyValue> pairs) {
    long startTs = tso.next();
    long commitTs = tso.next();
    Map<byte[], byte[]> sorted = new TreeMap<>(Keys::compare);
    pairs.forEach(pair -> sorted.put(Keys.encode(pair.key()), pair.value()));
    while (!sorted.isEmpty()) {
      RaftGroup group = topology.groupAt(sorted.keySet().iterator().next());
      List<byte[]> written = new ArrayList<>();
      List<Mutation> mutations = new ArrayList<>();
      for (Map.Entry<byte[], byte[]> pair : sorted.entrySet()) {
        if (!Regions.contains(group.region(), pair.getKey())) {
          break;
        }
        written.add(pair.getKey());
        addVersion(mutations, pair.getKey(), pair.getValue(), startTs, commitTs);
      }
      if (propose(group, written, mutations)) {
        written.forEach(sorted::remove);
      }
    }
    return commitTs;
  }

  private static void addVersion(
      List<Mutation> mutations, byte[] key, byte[] value, long startTs, long commitTs) {
    WriteRecord record;
    if (value == null) {
      record = WriteRecord.of(WriteRecord.Type.DELETE, startTs, 0);
    } else if (value.length <= WriteRecord.SHORT_VALUE_MAX) {
      record = WriteRecord.put(startTs, value, 0);
    } else {
      mutations.add(Mutation.put(Cf.DEFAULT, Keys.withTs(key, startTs), value));
      record = WriteRecord.put(startTs, null, 0);
    }
    mutations.add(Mutation.put(Cf.WRITE, Keys.withTs(key, commitTs), record.toBytes()));
  }

  /** Leaves a lock on a key, as a client that died before it committed; returns its start ts. */
  long lock(byte[] rawKey, byte[] value, long ttlMillis) {
    long startTs = tso.next();
    byte[] key = Keys.encode(rawKey);
    boolean isShort = value.length <= WriteRecord.SHORT_VALUE_MAX;
    List<Mutation> mutations = new ArrayList<>();
    if (!isShort) {
      mutations.add(Mutation.put(Cf.DEFAULT, Keys.withTs(key, startTs), value));
    }
    LockRecord lock =
        new LockRecord(
            LockRecord.Type.PUT, rawKey, startTs, ttlMillis, isShort ? value : null, 1, 0);
    mutations.add(Mutation.put(Cf.LOCK, key, lock.toBytes()));
    applyAt(key, mutations);
    return startTs;
  }

  /** Proposes changes of keys that lie in the region of {@code key}. */
  void applyAt(byte[] key, List<Mutation> mutations) {
    boolean done;
    do {
      done = propose(topology.groupAt(key), List.of(key), mutations);
    } while (!done);
  }

  /** Returns false when the region no longer holds the keys and has to be looked up again. */
  private boolean propose(RaftGroup group, List<byte[]> keys, List<Mutation> mutations) {
    synchronized (group) {
      if (keys.isEmpty() || !keys.stream().allMatch(k -> Regions.contains(group.region(), k))) {
        return false;
      }
      group.elect();
      if (group.leader() == null) {
        throw new IllegalStateException(
            "region " + group.id() + " has no majority of live peers; nothing is written");
      }
      Replica leader = topology.store(group.leader().getStoreId()).replica(group.id());
      try {
        group.propose(leader, new LogEntry.Write(mutations));
        return true;
      } catch (RegionException e) {
        throw new IllegalStateException("region " + group.id() + " refuses a write", e);
      }
    }
  }
}
