package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.List;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.PeerRole;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Metapb.RegionEpoch;

/** Splits regions, changes their peers and moves their leaders. Keys are encoded. */
final class RegionChanges {
  private static final int COPY_BATCH = 1000;

  private final Topology topology;
  private final Object merging = new Object();

  RegionChanges(Topology topology) {
    this.topology = topology;
  }

  /**
   * Splits a region at sorted keys, as TiKV's SplitRegion does (import-protocol 2.9): the version
   * grows by the number of new regions, and the last of the resulting regions keeps the id.
   *
   * @return all resulting regions in key order
   */
  List<Region> split(Store store, long regionId, RegionEpoch epoch, List<byte[]> keys)
      throws RegionException {
    Replica replica = store.replica(regionId);
    if (replica == null) {
      throw new RegionException(RegionErrors.regionNotFound(regionId));
    }
    RaftGroup group = replica.group();
    synchronized (group) {
      group.requireLeader(replica);
      validate(replica, epoch, keys);
      List<byte[]> usable = usableKeys(replica.region(), keys);
      if (usable.isEmpty()) {
        throw new RegionException(
            RegionErrors.other("Coprocessor Other(\"no valid key found for split.\")"));
      }
      List<Region> regions = cut(replica.region(), usable);
      long[] shares = shares(group, store, regions);
      group.propose(replica, new LogEntry.Split(regions));
      topology.reportSplit(regions, shares);
      return regions;
    }
  }

  private static void validate(Replica replica, RegionEpoch epoch, List<byte[]> keys)
      throws RegionException {
    Region region = replica.region();
    String tag = "[region " + region.getId() + "] " + replica.peerId();
    if (keys.isEmpty()) {
      throw new RegionException(RegionErrors.other(tag + " no split key is specified."));
    }
    if (region.getRegionEpoch().getVersion() != epoch.getVersion()) {
      String text =
          tag
              + " epoch changed "
              + Texts.epoch(region.getRegionEpoch())
              + " != "
              + Texts.epoch(epoch)
              + ", retry later";
      throw new RegionException(RegionErrors.epochNotMatch(text, List.of(region)));
    }
    for (byte[] key : keys) {
      if (!Regions.contains(region, key)) {
        throw new RegionException(RegionErrors.keyNotInRegion(key, region));
      }
    }
  }

  /** Cuts tails behind encoded keys off and leaves out what is no new border. */
  private static List<byte[]> usableKeys(Region region, List<byte[]> keys) {
    List<byte[]> usable = new ArrayList<>();
    byte[] last = Regions.start(region);
    for (byte[] key : keys) {
      int length = Keys.encodedLength(key);
      byte[] border = length < 0 ? key : java.util.Arrays.copyOf(key, length);
      if (Keys.compare(border, last) > 0 && Regions.contains(region, border)) {
        usable.add(border);
        last = border;
      }
    }
    return usable;
  }

  private List<Region> cut(Region region, List<byte[]> keys) {
    RegionEpoch epoch =
        region.getRegionEpoch().toBuilder()
            .setVersion(region.getRegionEpoch().getVersion() + keys.size())
            .build();
    List<Region> regions = new ArrayList<>();
    byte[] start = Regions.start(region);
    for (byte[] key : keys) {
      Region.Builder made = Region.newBuilder().setId(topology.allocateId());
      for (Peer peer : region.getPeersList()) {
        made.addPeers(peer.toBuilder().setId(topology.allocateId()));
      }
      regions.add(
          made.setStartKey(Texts.bytes(start))
              .setEndKey(Texts.bytes(key))
              .setRegionEpoch(epoch)
              .build());
      start = key;
    }
    regions.add(region.toBuilder().setStartKey(Texts.bytes(start)).setRegionEpoch(epoch).build());
    return regions;
  }

  /** Divides a region's approximate keys among the parts by their bytes. */
  private static long[] shares(RaftGroup group, Store store, List<Region> regions) {
    long[] shares = new long[regions.size()];
    if (group.approximateKeys() == 0) {
      return shares;
    }
    long total = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = bytes(store, regions.get(i));
      total += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = total == 0 ? 0 : (long) ((double) group.approximateKeys() * shares[i] / total);
    }
    return shares;
  }

  /** Returns about how many bytes a store holds of a region. */
  static long bytes(Store store, Region region) {
    return store
        .engine()
        .approximateBytes(Keys.data(Regions.start(region)), Keys.dataEnd(Regions.end(region)));
  }

  /** Splits the region that holds a key and returns the id of the region that the split made. */
  long splitAt(byte[] encodedKey) {
    while (true) {
      RaftGroup group = topology.groupAt(encodedKey);
      Store store = leaderStore(group);
      try {
        return split(store, group.id(), group.region().getRegionEpoch(), List.of(encodedKey))
            .get(0)
            .getId();
      } catch (RegionException e) {
        if (e.error().hasEpochNotMatch()
            || e.error().hasKeyNotInRegion()
            || e.error().hasNotLeader()) {
          continue;
        }
        throw new IllegalStateException(
            "split at " + Keys.hex(encodedKey) + " is refused: " + e.getMessage(), e);
      }
    }
  }

  /** Splits the region that holds a key unless the key is its first already. */
  void splitAtIfInside(byte[] encodedKey) {
    if (Keys.compare(Regions.start(topology.at(encodedKey).region()), encodedKey) != 0) {
      splitAt(encodedKey);
    }
  }

  /** Moves a region's leader to the peer on a store. */
  void transferLeader(RaftGroup group, long storeId) {
    synchronized (group) {
      Peer target = peer(group, storeId);
      if (!Regions.isVoter(target) || !topology.store(storeId).applies()) {
        throw new IllegalStateException(
            "store "
                + storeId
                + " cannot lead region "
                + group.id()
                + " (expected: a running store with a voter)");
      }
      group.elect();
      if (group.leader() == null) {
        throw new IllegalStateException("region " + group.id() + " has no majority of live peers");
      }
      group.lead(target);
    }
  }

  /** Adds a peer on a store: a learner with a copy of the data, then a voter if wanted. */
  Peer addPeer(RaftGroup group, long storeId, boolean voter) {
    synchronized (group) {
      Store target = topology.store(storeId);
      if (!target.applies() || Regions.peerOn(group.region(), storeId) != null) {
        throw new IllegalStateException(
            "store "
                + storeId
                + " takes no new peer of region "
                + group.id()
                + " (expected: running and without one)");
      }
      Peer learner =
          Peer.newBuilder()
              .setId(topology.allocateId())
              .setStoreId(storeId)
              .setRole(PeerRole.Learner)
              .build();
      Store source = leaderStore(group);
      change(group, withPeer(group.region(), learner));
      copy(source, target, group.region());
      target.adopt(group.joined(target));
      if (!voter) {
        return learner;
      }
      Peer promoted = learner.toBuilder().setRole(PeerRole.Voter).build();
      change(group, withPeer(withoutPeer(group.region(), learner), promoted));
      return promoted;
    }
  }

  /** Takes a region's peer off a store; a leader moves away first. */
  void removePeer(RaftGroup group, long storeId) {
    synchronized (group) {
      Peer peer = peer(group, storeId);
      if (group.region().getPeersCount() == 1) {
        throw new IllegalStateException("region " + group.id() + " has only one peer");
      }
      Peer leader = group.leader();
      if (leader != null && leader.getId() == peer.getId()) {
        for (Peer other : group.region().getPeersList()) {
          if (other.getId() != peer.getId()
              && Regions.isVoter(other)
              && topology.store(other.getStoreId()).applies()) {
            group.lead(other);
            break;
          }
        }
      }
      change(group, withoutPeer(group.region(), peer));
    }
  }

  /**
   * Merges the region that holds a key into a neighbour with peers on the same stores, as PD's
   * merge operator does: all peers must be up and level. The neighbour's version grows past both.
   *
   * @param intoLeft whether the neighbour in front takes the region in, not the one behind
   * @return the region that is left
   */
  Region merge(byte[] encodedKey, boolean intoLeft) {
    synchronized (merging) {
      RaftGroup source = topology.groupAt(encodedKey);
      RaftGroup target = neighbour(source, intoLeft);
      synchronized (target) {
        synchronized (source) {
          requireMergeable(source, target);
          Region from = source.region();
          RegionEpoch epoch = from.getRegionEpoch();
          Region prepared =
              from.toBuilder()
                  .setRegionEpoch(
                      RegionEpoch.newBuilder()
                          .setConfVer(epoch.getConfVer() + 1)
                          .setVersion(epoch.getVersion() + 1))
                  .build();
          proposeAtLeader(source, new LogEntry.PrepareMerge(prepared));
          Region merged = joined(prepared, target.region(), intoLeft);
          proposeAtLeader(target, new LogEntry.Merge(merged, source.id()));
          topology.reportMerge(target, merged, source);
          return merged;
        }
      }
    }
  }

  private RaftGroup neighbour(RaftGroup source, boolean left) {
    Region region = source.region();
    byte[] bound = left ? Regions.start(region) : Regions.end(region);
    if (bound.length == 0) {
      throw new IllegalArgumentException(
          "region " + source.id() + " has no neighbour " + (left ? "in front" : "behind"));
    }
    return left ? topology.group(topology.before(bound).region().getId()) : topology.groupAt(bound);
  }

  private void requireMergeable(RaftGroup source, RaftGroup target) {
    for (Peer peer : source.region().getPeersList()) {
      boolean together = Regions.peerOn(target.region(), peer.getStoreId()) != null;
      if (!together || !topology.store(peer.getStoreId()).applies()) {
        throw new IllegalStateException(
            "region %d cannot be merged into %d: store %d (expected: a peer of both that is up)"
                .formatted(source.id(), target.id(), peer.getStoreId()));
      }
    }
    if (source.region().getPeersCount() != target.region().getPeersCount()) {
      throw new IllegalStateException(
          "region %d cannot be merged into %d, which has other peers"
              .formatted(source.id(), target.id()));
    }
  }

  private static Region joined(Region source, Region target, boolean intoLeft) {
    long version =
        Math.max(source.getRegionEpoch().getVersion(), target.getRegionEpoch().getVersion()) + 1;
    Region.Builder merged =
        target.toBuilder().setRegionEpoch(target.getRegionEpoch().toBuilder().setVersion(version));
    return intoLeft
        ? merged.setEndKey(source.getEndKey()).build()
        : merged.setStartKey(source.getStartKey()).build();
  }

  private void proposeAtLeader(RaftGroup group, LogEntry entry) {
    try {
      group.propose(leaderStore(group).replica(group.id()), entry);
    } catch (RegionException e) {
      throw new IllegalStateException(
          "region " + group.id() + " does not merge: " + e.getMessage(), e);
    }
  }

  private void change(RaftGroup group, Region peers) {
    RegionEpoch epoch = group.region().getRegionEpoch();
    Region changed =
        peers.toBuilder()
            .setRegionEpoch(epoch.toBuilder().setConfVer(epoch.getConfVer() + 1))
            .build();
    try {
      group.propose(leaderStore(group).replica(group.id()), new LogEntry.ChangePeers(changed));
    } catch (RegionException e) {
      throw new IllegalStateException(
          "region " + group.id() + " does not change its peers: " + e.getMessage(), e);
    }
    topology.reportPeers(group, changed);
  }

  private static Region withPeer(Region region, Peer peer) {
    return region.toBuilder().addPeers(peer).build();
  }

  private static Region withoutPeer(Region region, Peer peer) {
    Region.Builder without = region.toBuilder().clearPeers();
    for (Peer other : region.getPeersList()) {
      if (other.getId() != peer.getId()) {
        without.addPeers(other);
      }
    }
    return without.build();
  }

  private static Peer peer(RaftGroup group, long storeId) {
    Peer peer = Regions.peerOn(group.region(), storeId);
    if (peer == null) {
      throw new IllegalArgumentException(
          "store " + storeId + " holds no peer of region " + group.id());
    }
    return peer;
  }

  private Store leaderStore(RaftGroup group) {
    group.elect();
    Peer leader = group.leader();
    if (leader == null) {
      throw new IllegalStateException("region " + group.id() + " has no majority of live peers");
    }
    return topology.store(leader.getStoreId());
  }

  private static void copy(Store source, Store target, Region region) {
    byte[] start = Regions.start(region);
    byte[] end = Regions.end(region);
    target.engine().deleteRange(Keys.data(start), Keys.dataEnd(end));
    try (EngineSnapshot snapshot = source.engine().snapshot()) {
      for (Cf cf : Cf.values()) {
        List<Mutation> batch = new ArrayList<>();
        try (EngineSnapshot.Cursor cursor = snapshot.cursor(cf, start, end)) {
          for (cursor.first(); cursor.valid(); cursor.next()) {
            batch.add(Mutation.put(cf, cursor.key(), cursor.value()));
            if (batch.size() == COPY_BATCH) {
              target.engine().write(batch);
              batch.clear();
            }
          }
        }
        target.engine().write(batch);
      }
    }
  }
}
