package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;

/**
 * What PD knows of the cluster: its stores, its regions by key, and the source of all ids.
 *
 * <p>Thread-safe; regions are always contiguous from the empty key to infinity.
 */
final class Topology {
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, Store> stores = new ConcurrentSkipListMap<>();
  private final Map<Long, RaftGroup> groups = new ConcurrentHashMap<>();
  private final NavigableMap<byte[], RaftGroup> byStart = new TreeMap<>(Keys::compare);

  /** A region as PD's heartbeats tell it. */
  record Reported(Region region, Peer leader, long approximateKeys) {}

  /** Returns an id that no store, region or peer has. */
  long allocateId() {
    return lastId.incrementAndGet();
  }

  void add(Store store) {
    stores.put(store.id(), store);
  }

  /** Returns a store; asking for one that never was is an IllegalArgumentException. */
  Store store(long storeId) {
    Store store = stores.get(storeId);
    if (store == null) {
      throw new IllegalArgumentException(
          "store: " + storeId + " (expected: one of " + stores.keySet() + ")");
    }
    return store;
  }

  /** Returns a store, or null. */
  Store storeOrNull(long storeId) {
    return stores.get(storeId);
  }

  List<Store> stores() {
    return List.copyOf(stores.values());
  }

  List<RaftGroup> groups() {
    return List.copyOf(groups.values());
  }

  /** Returns a region's group, or null. */
  RaftGroup group(long regionId) {
    return groups.get(regionId);
  }

  /** Makes the first region of all. */
  synchronized RaftGroup bootstrap(Region region, Peer leader) {
    RaftGroup group = groupOf(region, leader);
    byStart.put(Regions.start(region), group);
    return group;
  }

  /** Returns the group of a region that a split has made, made here when it is the first to ask. */
  RaftGroup groupOf(Region made, Peer leader) {
    return groups.computeIfAbsent(made.getId(), id -> new RaftGroup(this, made, leader));
  }

  /** Shows the outcome of a split; the shares are the approximate keys of each region. */
  synchronized void reportSplit(List<Region> regions, long[] keys) {
    for (int i = 0; i < regions.size(); i++) {
      RaftGroup group = groups.get(regions.get(i).getId());
      group.report(regions.get(i), keys[i]);
      byStart.put(Regions.start(regions.get(i)), group);
    }
  }

  /** Shows that a region has taken in its neighbour. */
  synchronized void reportMerge(RaftGroup target, Region merged, RaftGroup source) {
    groups.remove(source.id());
    byStart.remove(Regions.start(source.region()));
    byStart.remove(Regions.start(target.region()));
    target.report(merged, target.approximateKeys() + source.approximateKeys());
    byStart.put(Regions.start(merged), target);
  }

  /** Shows other peers of a region. */
  synchronized void reportPeers(RaftGroup group, Region region) {
    group.report(region, group.approximateKeys());
  }

  /** Returns the region that holds an encoded key. */
  synchronized Reported at(byte[] encodedKey) {
    return reported(byStart.floorEntry(encodedKey).getValue());
  }

  /** Returns the group of the region that holds an encoded key. */
  synchronized RaftGroup groupAt(byte[] encodedKey) {
    return byStart.floorEntry(encodedKey).getValue();
  }

  /** Returns the region in front of the one that holds an encoded key, or null. */
  synchronized Reported before(byte[] encodedKey) {
    Map.Entry<byte[], RaftGroup> before = byStart.lowerEntry(byStart.floorKey(encodedKey));
    return before == null ? null : reported(before.getValue());
  }

  /** Returns a region by its id, or null. */
  synchronized Reported byId(long regionId) {
    RaftGroup group = groups.get(regionId);
    return group == null ? null : reported(group);
  }

  /**
   * Returns regions that meet {@code [start, end)} of encoded keys in order; an empty end is
   * infinity, a limit of zero or less is none.
   */
  synchronized List<Reported> scan(byte[] start, byte[] end, int limit) {
    List<Reported> found = new ArrayList<>();
    for (RaftGroup group : byStart.tailMap(byStart.floorKey(start), true).values()) {
      boolean behindEnd = end.length > 0 && Keys.compare(Regions.start(group.region()), end) >= 0;
      if (behindEnd || (limit > 0 && found.size() >= limit)) {
        break;
      }
      found.add(reported(group));
    }
    return found;
  }

  /** Lets every region find out that a store has come or gone. */
  void elect() {
    for (RaftGroup group : groups()) {
      group.elect();
    }
  }

  private static Reported reported(RaftGroup group) {
    return new Reported(group.region(), group.reportedLeader(), group.approximateKeys());
  }
}
