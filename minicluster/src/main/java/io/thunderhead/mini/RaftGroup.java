package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.List;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;

/**
 * The consensus of one region, simulated in one place: a committed log, a term and a leader.
 *
 * <p>An entry is committed when a majority of voters lives, and then applied on every live replica
 * before the proposer hears of it. A stopped store misses entries and applies them from the log
 * when it is back. Without a majority there is no leader.
 */
final class RaftGroup {
  private static final long FIRST_TERM = 6;

  private final Topology topology;
  private final long id;
  private final List<LogEntry> log = new ArrayList<>();
  private volatile Region region;
  private volatile Peer leader;
  private volatile Peer reportedLeader;
  private volatile long term = FIRST_TERM;
  private volatile long approximateKeys;

  RaftGroup(Topology topology, Region region, Peer leader) {
    this.topology = topology;
    this.region = region;
    this.leader = leader;
    reportedLeader = leader;
    id = region.getId();
  }

  long id() {
    return id;
  }

  /** Returns the region as the leader reports it. */
  Region region() {
    return region;
  }

  /** Returns the leader, or null while no majority lives. */
  Peer leader() {
    return leader;
  }

  /** Returns the leader that PD last heard of. */
  Peer reportedLeader() {
    return reportedLeader;
  }

  long term() {
    return term;
  }

  /** Returns about how many keys were ingested. */
  long approximateKeys() {
    return approximateKeys;
  }

  synchronized void addApproximateKeys(long keys) {
    approximateKeys = approximateKeys + keys;
  }

  /** Sets what PD knows of the region; called by the topology. */
  void report(Region reported, long keys) {
    region = reported;
    approximateKeys = keys;
  }

  /**
   * Commits an entry that a leader proposes and applies it everywhere.
   *
   * @throws RegionException the replica does not lead, or the entry had no effect on the leader
   */
  synchronized void propose(Replica proposer, LogEntry entry) throws RegionException {
    requireLeader(proposer);
    log.add(entry);
    Errorpb.Error error = null;
    StoreStoppedException panic = null;
    try {
      error = catchUp(proposer);
    } catch (StoreStoppedException e) {
      panic = e;
    }
    for (Peer peer : region.getPeersList()) {
      Store store = topology.store(peer.getStoreId());
      Replica replica = store.replica(id);
      if (replica != null && replica != proposer && store.applies()) {
        catchUpFollower(replica);
      }
    }
    if (panic != null) {
      throw panic;
    }
    if (error != null) {
      throw new RegionException(error);
    }
  }

  /** Refuses a replica that does not lead, after an election if one is due. */
  synchronized void requireLeader(Replica replica) throws RegionException {
    elect();
    if (leader == null || leader.getId() != replica.peerId()) {
      throw new RegionException(RegionErrors.notLeader(id, leader));
    }
  }

  /** Refuses a follower's read while no leader could tell it how far to read. */
  synchronized void requireMajority(Replica replica) throws RegionException {
    elect();
    if (leader == null || Regions.peerOn(region, replica.store().id()) == null) {
      throw new RegionException(RegionErrors.notLeader(id, leader));
    }
    if (replica.applied() < log.size()) {
      throw new RegionException(
          RegionErrors.readIndexNotReady(id, "can not read index due to unapplied entries"));
    }
  }

  /** Applies what a replica has missed and returns the outcome of the last entry. */
  synchronized Errorpb.Error catchUp(Replica replica) {
    Errorpb.Error last = null;
    while (replica.applied() < log.size() && replica.store().replica(id) == replica) {
      last = replica.apply(log.get(replica.applied()));
    }
    return last;
  }

  private void catchUpFollower(Replica replica) {
    try {
      catchUp(replica);
    } catch (StoreStoppedException e) {
      // The follower has gone; it goes on from its place in the log when it is back.
      return;
    }
  }

  /** Makes the replica of a peer that has just got a copy of the leader's data. */
  synchronized Replica joined(Store store) {
    return new Replica(store, this, region, log.size());
  }

  /** Chooses a leader when the one there was has gone, or none when no majority lives. */
  synchronized void elect() {
    if (!hasMajority()) {
      leader = null;
      return;
    }
    if (leader != null && isLive(leader)) {
      return;
    }
    for (Peer candidate : region.getPeersList()) {
      if (Regions.isVoter(candidate) && isLive(candidate)) {
        lead(candidate);
        return;
      }
    }
  }

  /** Makes a peer the leader, after it has applied the whole log. */
  synchronized void lead(Peer peer) {
    Replica replica = topology.store(peer.getStoreId()).replica(id);
    catchUp(replica);
    if (leader == null || leader.getId() != peer.getId()) {
      term++;
    }
    leader = peer;
    reportedLeader = peer;
  }

  private boolean hasMajority() {
    int voters = 0;
    int live = 0;
    for (Peer peer : region.getPeersList()) {
      if (Regions.isVoter(peer)) {
        voters++;
        live += topology.store(peer.getStoreId()).isRunning() ? 1 : 0;
      }
    }
    return live > voters / 2;
  }

  private boolean isLive(Peer peer) {
    Store store = topology.store(peer.getStoreId());
    return store.isRunning() && store.applies() && store.replica(id) != null;
  }
}
