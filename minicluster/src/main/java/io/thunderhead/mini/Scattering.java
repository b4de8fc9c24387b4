package io.thunderhead.mini;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Pdpb.OperatorStatus;

/**
 * Spreads regions over stores, as PD's scatterer does (import-protocol 2.10): an operator runs for
 * a moment, then peers and leader are where the group has fewest.
 */
final class Scattering {
  /** Name of the operators. */
  static final String DESCRIPTION = "scatter-region";

  private static final Logger log = LoggerFactory.getLogger(Scattering.class);
  private static final Duration RUNNING = Duration.ofMillis(30);
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Topology topology;
  private final RegionChanges changes;
  private final ScheduledExecutorService scheduler;
  private final int maxReplicas;
  private final Map<Long, Operator> operators = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, Integer>> peers = new HashMap<>();
  private final Map<String, Map<Long, Integer>> leaders = new HashMap<>();

  Scattering(
      Topology topology,
      RegionChanges changes,
      ScheduledExecutorService scheduler,
      int maxReplicas) {
    this.topology = topology;
    this.changes = changes;
    this.scheduler = scheduler;
    this.maxReplicas = maxReplicas;
  }

  /** What became of an order to scatter a region. */
  record Operator(String kind, OperatorStatus status) {}

  /** A better place for a region: {@code from} and {@code to} are equal when no peer moves. */
  private record Move(long from, long to, long leader) {}

  /** Returns the last operator of a region, or null when there is none to speak of. */
  Operator operator(long regionId) {
    return operators.get(regionId);
  }

  /** Orders a region to be scattered within a group; returns why not, or null. */
  synchronized String scatter(long regionId, String group) {
    RaftGroup raft = topology.group(regionId);
    if (raft == null) {
      return "failed to find region " + regionId;
    }
    Region region = raft.region();
    if (region.getPeersCount() != maxReplicas) {
      return "region " + regionId + " is not fully replicated";
    }
    if (raft.leader() == null) {
      return "region " + regionId + " has no leader";
    }
    Operator running = operators.get(regionId);
    if (running != null && running.status() == OperatorStatus.RUNNING) {
      return "operator canceled because cannot add an operator to the execute queue";
    }
    Move move = choose(region, group);
    boolean movesPeer = move.from() != move.to();
    if (!movesPeer && move.leader() == raft.leader().getStoreId()) {
      return null;
    }
    String kind = movesPeer ? "admin,region,leader" : "admin,leader";
    operators.put(regionId, new Operator(kind, OperatorStatus.RUNNING));
    scheduler.schedule(() -> carryOut(raft, move, kind), RUNNING.toMillis(), TimeUnit.MILLISECONDS);
    return null;
  }

  private Move choose(Region region, String group) {
    Map<Long, Integer> held = peers.computeIfAbsent(group, name -> new HashMap<>());
    Map<Long, Integer> led = leaders.computeIfAbsent(group, name -> new HashMap<>());
    Set<Long> stores =
        region.getPeersList().stream().map(Peer::getStoreId).collect(Collectors.toSet());
    long fullest = least(stores, held, true);
    Set<Long> free =
        topology.stores().stream()
            .filter(store -> store.applies() && !stores.contains(store.id()))
            .map(Store::id)
            .collect(Collectors.toSet());
    long emptiest = free.isEmpty() ? fullest : least(free, held, false);
    boolean better =
        !free.isEmpty() && held.getOrDefault(emptiest, 0) < held.getOrDefault(fullest, 0);
    long to = better ? emptiest : fullest;
    stores.remove(fullest);
    stores.add(to);
    stores.forEach(store -> held.merge(store, 1, Integer::sum));
    stores.removeIf(store -> !topology.store(store).applies());
    long leader = least(stores, led, false);
    led.merge(leader, 1, Integer::sum);
    return new Move(fullest, to, leader);
  }

  /** Returns the store with the smallest count, or the largest when {@code most}. */
  private static long least(Set<Long> stores, Map<Long, Integer> counts, boolean most) {
    long best = -1;
    int bestCount = 0;
    for (long store : stores) {
      int count = counts.getOrDefault(store, 0);
      if (best < 0 || (most ? count > bestCount : count < bestCount)) {
        best = store;
        bestCount = count;
      }
    }
    return best;
  }

  private void carryOut(RaftGroup raft, Move move, String kind) {
    OperatorStatus status = OperatorStatus.SUCCESS;
    try {
      if (move.from() != move.to()) {
        changes.addPeer(raft, move.to(), true);
        changes.removePeer(raft, move.from());
      }
      changes.transferLeader(raft, move.leader());
    } catch (IllegalStateException | IllegalArgumentException e) {
      log.info("region {} is not scattered: {}", raft.id(), e.getMessage());
      status = OperatorStatus.CANCEL;
    }
    Operator done = new Operator(kind, status);
    operators.put(raft.id(), done);
    scheduler.schedule(
        () -> operators.remove(raft.id(), done), REMEMBERED.toMillis(), TimeUnit.MILLISECONDS);
  }
}
