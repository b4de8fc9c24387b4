package io.thunderhead.mini;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb.APIVersion;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Metapb.RegionEpoch;

/** One store: its database, its import folder, its replicas, and whether it runs. */
final class Store implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final int MAX_SIBLINGS = 20;

  private final long id;
  private final Topology topology;
  private final Path directory;
  private final Opener opener;
  private final Map<Long, Replica> replicas = new ConcurrentHashMap<>();
  private final ImportMode importMode;
  private final ForcedRanges forcedRanges;
  private final APIVersion apiVersion;
  private volatile StoreEngine engine;
  private volatile ImportDirectory imports;
  private volatile StoreEndpoint endpoint;
  private volatile boolean running;
  private volatile boolean held;
  private volatile boolean diskFull;
  private volatile int pretendedLevel0Files = -1;
  private volatile long pretendedAvailable = -1;
  private volatile String version = Pd.STORE_VERSION;
  private volatile String panic;
  private volatile Instant startedAt = Instant.EPOCH;
  private volatile Instant stoppedAt = Instant.EPOCH;

  Store(
      long id,
      Topology topology,
      Path directory,
      ImportMode importMode,
      ForcedRanges forcedRanges,
      APIVersion apiVersion,
      Opener opener) {
    this.id = id;
    this.topology = topology;
    this.directory = directory;
    this.importMode = importMode;
    this.forcedRanges = forcedRanges;
    this.apiVersion = apiVersion;
    this.opener = opener;
  }

  /** Opens the servers of a store, on the ports it had when it had any. */
  interface Opener {
    StoreEndpoint open(Store store, StoreEndpoint before) throws IOException;
  }

  long id() {
    return id;
  }

  StoreEngine engine() {
    StoreEngine open = engine;
    if (open == null) {
      throw new StoreStoppedException();
    }
    return open;
  }

  ImportDirectory imports() {
    return imports;
  }

  ImportMode importMode() {
    return importMode;
  }

  /** Returns where the servers listen, also while they do not. */
  StoreEndpoint endpoint() {
    return endpoint;
  }

  ForcedRanges forcedRanges() {
    return forcedRanges;
  }

  boolean isRunning() {
    return running;
  }

  /** Tells whether entries reach the database now. */
  boolean applies() {
    return running && !held;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Returns when PD last heard of the store. */
  Instant lastHeartbeat() {
    return running ? Instant.now() : stoppedAt;
  }

  List<Replica> replicas() {
    return List.copyOf(replicas.values());
  }

  /** Returns the store's replica of a region, or null. */
  Replica replica(long regionId) {
    return replicas.get(regionId);
  }

  /** Opens the database, applies what was missed, and listens. */
  synchronized void start() {
    if (running) {
      return;
    }
    try {
      Files.createDirectories(directory.resolve("db"));
      engine = new StoreEngine(directory.resolve("db"));
      imports = new ImportDirectory(directory.resolve("import"), apiVersion);
      panic = null;
      running = true;
      replay();
      endpoint = opener.open(this, endpoint);
      startedAt = Instant.now();
    } catch (IOException e) {
      shutDown();
      throw new UncheckedIOException("store " + id + " does not start", e);
    } catch (StoreStoppedException e) {
      shutDown();
      throw new IllegalStateException(
          "store " + id + " does not start: it panics while it replays its log: " + panic, e);
    }
    topology.elect();
  }

  private void replay() {
    int known;
    do {
      known = replicas.size();
      for (Replica replica : replicas()) {
        replica.group().catchUp(replica);
      }
    } while (replicas.size() > known);
  }

  /** Stops listening and closes the database; leaders move to other stores. */
  synchronized void stop() {
    if (running) {
      running = false;
      stoppedAt = Instant.now();
      topology.elect();
      shutDown();
    }
  }

  private void shutDown() {
    running = false;
    if (endpoint != null) {
      endpoint.close();
    }
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }

  /** Keeps entries away from the database until {@link #resumeApply}; the store still votes. */
  void holdApply() {
    held = true;
    topology.elect();
  }

  void resumeApply() {
    held = false;
    if (running) {
      replay();
    }
    topology.elect();
  }

  /** Ends the store as a process that panics ends, and returns what its caller has to throw. */
  StoreStoppedException panic(String reason, Throwable cause) {
    log.error("store {} panics: {}", id, reason, cause);
    panic = reason;
    running = false;
    stoppedAt = Instant.now();
    Thread closer = new Thread(this::closeAfterPanic, "mini-store-" + id + "-panic");
    closer.setDaemon(true);
    closer.start();
    return new StoreStoppedException();
  }

  private synchronized void closeAfterPanic() {
    if (!running) {
      topology.elect();
      shutDown();
    }
  }

  /** Returns why the store died, or null when it did not. */
  String panicReason() {
    return panic;
  }

  /** Takes part in a region that a split has made. */
  void adopt(Region made) {
    if (replicas.containsKey(made.getId())) {
      return;
    }
    RaftGroup group = topology.groupOf(made, Regions.peerOn(made, id));
    Replica replica = new Replica(this, group, made, 0);
    replicas.put(made.getId(), replica);
    group.catchUp(replica);
  }

  /** Takes part in a region with a replica that already holds its data. */
  void adopt(Replica replica) {
    replicas.put(replica.region().getId(), replica);
  }

  /** Forgets a region that another one has taken in; its data stays. */
  void leave(long regionId) {
    replicas.remove(regionId);
  }

  /** Leaves a region and deletes its data. */
  void discard(Replica replica) {
    Region region = replica.region();
    replicas.remove(region.getId(), replica);
    engine().deleteRange(Keys.data(Regions.start(region)), Keys.dataEnd(Regions.end(region)));
  }

  /** Returns how many files of a family lie in level 0; a fault may pretend some. */
  int level0Files(Cf cf) {
    return pretendedLevel0Files >= 0 ? pretendedLevel0Files : engine().level0Files(cf);
  }

  /** Pretends that the write family has files in level 0; negative ends it. */
  void pretendLevel0Files(int files) {
    pretendedLevel0Files = files;
  }

  boolean isDiskFull() {
    return diskFull;
  }

  void setDiskFull(boolean full) {
    diskFull = full;
  }

  /** Pretends that the disk has so many bytes free; negative ends it. */
  void pretendAvailable(long bytes) {
    pretendedAvailable = bytes;
  }

  /** Returns what the store tells PD as its version. */
  String version() {
    return version;
  }

  void setVersion(String told) {
    version = told;
  }

  /** Returns what PD is told of the disk. */
  DiskUsage disk() {
    File root = directory.toFile();
    long used = 0;
    for (Replica replica : running ? replicas() : List.<Replica>of()) {
      used += RegionChanges.bytes(this, replica.region());
    }
    long free = pretendedAvailable >= 0 ? pretendedAvailable : root.getUsableSpace();
    return new DiskUsage(root.getTotalSpace(), diskFull ? 0 : free, used);
  }

  /** Returns the epoch of a region as this store knows it, or null. */
  RegionEpoch epoch(long regionId) {
    Replica replica = replicas.get(regionId);
    return replica == null ? null : replica.region().getRegionEpoch();
  }

  /**
   * Finds the replica that a request is for, with TiKV's checks in TiKV's order: store, region,
   * peer, term, leader, version of the epoch.
   */
  Replica route(Context context) throws RegionException {
    return route(context, false);
  }

  /** Does likewise for a read, which a follower serves when the context allows that. */
  Replica routeRead(Context context) throws RegionException {
    return route(context, context.getReplicaRead() || context.getStaleRead());
  }

  private Replica route(Context context, boolean followersToo) throws RegionException {
    if (context.getPeer().getStoreId() != id) {
      throw new RegionException(RegionErrors.storeNotMatch(context.getPeer().getStoreId(), id));
    }
    Replica replica = replicas.get(context.getRegionId());
    if (replica == null) {
      throw new RegionException(RegionErrors.regionMissing(context.getRegionId()));
    }
    if (context.getPeer().getId() != replica.peerId()) {
      throw new RegionException(
          RegionErrors.mismatchPeerId(context.getPeer().getId(), replica.peerId()));
    }
    long term = replica.group().term();
    if (context.getTerm() != 0 && term > context.getTerm() + 1) {
      throw new RegionException(RegionErrors.staleCommand("stale command"));
    }
    if (followersToo) {
      replica.group().requireMajority(replica);
    } else {
      replica.group().requireLeader(replica);
    }
    Region region = replica.region();
    if (context.getRegionEpoch().getVersion() != region.getRegionEpoch().getVersion()) {
      throw new RegionException(
          RegionErrors.epochNotMatch(
              region, context.getRegionEpoch(), siblings(region, context.getRegionEpoch())));
    }
    return replica;
  }

  /** Returns a region and those in front of it that may have been split from it since. */
  private List<Region> siblings(Region region, RegionEpoch requested) {
    List<Region> found = new ArrayList<>(List.of(region));
    long newest = region.getRegionEpoch().getVersion();
    long missing = newest - requested.getVersion();
    Region at = region;
    for (int i = 0; missing > 0 && i < MAX_SIBLINGS; i++) {
      at = inFrontOf(at);
      if (at == null) {
        return found;
      }
      missing--;
      if (at.getRegionEpoch().getVersion() >= newest) {
        missing += at.getRegionEpoch().getVersion() - newest;
        newest = at.getRegionEpoch().getVersion();
      }
      found.add(at);
    }
    return found;
  }

  private Region inFrontOf(Region region) {
    for (Replica replica : replicas.values()) {
      Region candidate = replica.region();
      if (!candidate.getEndKey().isEmpty() && candidate.getEndKey().equals(region.getStartKey())) {
        return candidate;
      }
    }
    return null;
  }

  /** Counts the regions of which this store holds a peer, or that it leads. */
  int count(boolean leading) {
    int count = 0;
    for (RaftGroup group : topology.groups()) {
      Peer leader = group.reportedLeader();
      boolean leads = leader != null && leader.getStoreId() == id;
      boolean counts = leading ? leads : Regions.peerOn(group.region(), id) != null;
      count += counts ? 1 : 0;
    }
    return count;
  }

  @Override
  public synchronized void close() {
    running = false;
    shutDown();
  }
}
