package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.PeerRole;
import org.tikv.kvproto.Metapb.Region;

/**
 * PD, TiKV stores and a TiDB server in this process, behind real gRPC, HTTP and SQL on loopback
 * ports.
 *
 * <p>Clients need nothing but {@link #pdAddress} and {@link #tidbAddress}. Everything else here
 * makes things happen to the cluster: faults, moves of regions and leaders, stores that stop.
 * Thread-safe. Keys are raw.
 */
public final class MiniCluster implements AutoCloseable {
  private final ClusterRuntime runtime;
  private final AtomicBoolean closed = new AtomicBoolean();

  MiniCluster(ClusterRuntime runtime) {
    this.runtime = runtime;
  }

  /** Gives tests of this package a look inside. */
  ClusterRuntime runtime() {
    return runtime;
  }

  /** Returns a builder whose defaults are three stores and three replicas. */
  public static MiniClusterBuilder builder() {
    return new MiniClusterBuilder();
  }

  /** Returns {@code host:port} of PD's first member, for gRPC and HTTP. */
  public String pdAddress() {
    return pdAddresses().get(0);
  }

  /** Returns {@code host:port} of every PD member, also of those that are stopped. */
  public List<String> pdAddresses() {
    return runtime.pd().members().all().stream().map(PdMember::address).toList();
  }

  /** Returns {@code host:port} of PD's leader, or null while there is none. */
  public String pdLeader() {
    PdMember leader = runtime.pd().members().leader();
    return leader == null ? null : leader.address();
  }

  /** Makes a PD member the leader. Timestamps go on a few seconds ahead, as after any election. */
  public void transferPdLeader(String address) {
    runtime.pd().members().transfer(address);
  }

  /**
   * Leaves PD without a leader until {@link #transferPdLeader}, or until a member comes or goes.
   */
  public void resignPdLeader() {
    runtime.pd().members().resign();
  }

  /** Stops a PD member; while a majority runs, another one leads. */
  public void stopPd(String address) {
    runtime.pd().members().stop(address);
  }

  /** Starts a stopped PD member on its port. */
  public void startPd(String address) {
    runtime.pd().members().start(address);
  }

  /** Lets PD's timestamps jump ahead of the clock. */
  public void advanceTimestamps(Duration jump) {
    runtime.pd().tso().advance(jump);
  }

  /**
   * Lets time pass for all that ends by itself: leases, labels, safe points, modes of stores,
   * settings with a TTL. Timestamps do not jump.
   */
  public void passTime(Duration time) {
    runtime.ends().pass(time);
  }

  /** Returns what clients have set up and not taken back; nothing ends because it is asked. */
  public LeftOnCluster leftOnCluster() {
    return LeftOnCluster.of(runtime.pd(), runtime.topology());
  }

  /** Breaks every gRPC and PD connection; the servers go on listening. */
  public void cutConnections() {
    runtime.network().cutConnections();
  }

  /** Returns the port of TiDB's SQL, MySQL's protocol; user {@code root} without a password. */
  public int tidbPort() {
    return runtime.tidb().port();
  }

  /** Returns the {@code host:port} of TiDB's SQL. */
  public String tidbAddress() {
    return runtime.tidb().address();
  }

  /** Returns the {@code host:port} of TiDB's HTTP status server. */
  public String tidbStatusAddress() {
    return runtime.tidbStatusAddress();
  }

  /** Returns the tables that ANALYZE TABLE was run on, in order, as {@code database.table}. */
  public List<String> analyzedTables() {
    return runtime.tidb().analyzed();
  }

  public long clusterId() {
    return runtime.pd().clusterId();
  }

  /**
   * Tells whether the cluster counts as made with {@code new_collations_enabled}, as its {@code
   * mysql.tidb} says.
   */
  public boolean isNewCollation() {
    return runtime.settings().newCollation();
  }

  /** Takes a timestamp from PD. */
  public long timestamp() {
    return runtime.pd().tso().next();
  }

  /**
   * Runs DDL: one or more statements separated by {@code ;}, in database {@code test} until a
   * {@code USE}. Tables are stored as TiDB stores them, and each gets a region of its own.
   *
   * @throws io.thunderhead.ddl.DdlException a statement is wrong or not taken; those before it stay
   */
  public void execute(String sql) {
    runtime.schema().execute(sql);
  }

  /**
   * Raises the row-id allocator of a table as {@code ALTER TABLE … AUTO_INCREMENT} does; it never
   * lowers it.
   *
   * @return the largest id that counts as used from now on
   */
  public long rebaseRowId(long databaseId, long tableId, long base) {
    return runtime.schema().rebase(databaseId, tableId, base);
  }

  /** Commits pairs in one transaction and returns its commit timestamp. */
  public long write(List<KeyValue> pairs) {
    return runtime.transactions().commit(pairs);
  }

  /**
   * Locks a key as a transaction does that dies before it commits.
   *
   * @return the transaction's start timestamp
   */
  public long lock(byte[] rawKey, byte[] value, long ttlMillis) {
    return runtime.transactions().lock(rawKey, value, ttlMillis);
  }

  /** Takes a lock away without a trace. */
  public void unlock(byte[] rawKey) {
    byte[] key = Keys.encode(rawKey);
    runtime.transactions().applyAt(key, List.of(Mutation.delete(Cf.LOCK, key)));
  }

  /** Returns the ids of all stores. */
  public List<Long> storeIds() {
    return runtime.topology().stores().stream().map(Store::id).toList();
  }

  /** Returns the regions in key order. */
  public List<RegionView> regions() {
    List<RegionView> views = new ArrayList<>();
    for (Topology.Reported reported : runtime.topology().scan(new byte[0], new byte[0], 0)) {
      views.add(view(reported.region()));
    }
    return views;
  }

  /** Returns the region that holds a key. */
  public RegionView regionAt(byte[] rawKey) {
    return view(groupAt(rawKey).region());
  }

  private RegionView view(Region region) {
    Peer leader = runtime.topology().group(region.getId()).leader();
    return new RegionView(
        region.getId(),
        rawBound(Regions.start(region)),
        rawBound(Regions.end(region)),
        region.getRegionEpoch().getConfVer(),
        region.getRegionEpoch().getVersion(),
        region.getPeersList().stream()
            .map(
                peer ->
                    new RegionView.PeerView(
                        peer.getId(), peer.getStoreId(), peer.getRole() == PeerRole.Learner))
            .toList(),
        leader == null ? 0 : leader.getStoreId());
  }

  private static byte[] rawBound(byte[] encoded) {
    return encoded.length == 0 ? encoded : Keys.decode(encoded);
  }

  /** Splits a region and returns the id of the region that the split made: the left part. */
  public long splitRegion(byte[] rawKey) {
    return runtime.pd().changes().splitAt(Keys.encode(rawKey));
  }

  /**
   * Merges the region that holds a key into the one in front of it.
   *
   * @throws IllegalStateException their peers are not on the same stores, or one is not up
   */
  public void mergeIntoLeft(byte[] rawKey) {
    runtime.pd().changes().merge(Keys.encode(rawKey), true);
  }

  /** Merges the region that holds a key into the one behind it; see {@link #mergeIntoLeft}. */
  public void mergeIntoRight(byte[] rawKey) {
    runtime.pd().changes().merge(Keys.encode(rawKey), false);
  }

  /**
   * Gives a region a later epoch and leaves it otherwise as it was: splits it at a key and merges
   * the halves.
   */
  public void disturbEpoch(byte[] rawKey) {
    byte[] key = Keys.encode(rawKey);
    runtime.pd().changes().splitAt(key);
    byte[] left = Regions.start(runtime.topology().before(key).region());
    runtime.pd().changes().merge(left, false);
  }

  /** Moves the leader of the region that holds a key to another live peer. */
  public void transferLeader(byte[] rawKey) {
    RaftGroup group = groupAt(rawKey);
    Peer leader = group.leader();
    for (Peer peer : group.region().getPeersList()) {
      boolean isLeader = leader != null && peer.getId() == leader.getId();
      if (!isLeader && Regions.isVoter(peer) && store(peer.getStoreId()).applies()) {
        runtime.pd().changes().transferLeader(group, peer.getStoreId());
        return;
      }
    }
    throw new IllegalStateException(
        "region " + group.id() + " has no other live peer (expected: two or more)");
  }

  /** Moves a region's leader to its peer on a store. */
  public void transferLeader(long regionId, long storeId) {
    runtime.pd().changes().transferLeader(group(regionId), storeId);
  }

  /** Adds a voter on a store that has no peer of the region; the conf version grows by two. */
  public void addPeer(long regionId, long storeId) {
    runtime.pd().changes().addPeer(group(regionId), storeId, true);
  }

  /** Adds a learner on a store that has no peer of the region. */
  public void addLearner(long regionId, long storeId) {
    runtime.pd().changes().addPeer(group(regionId), storeId, false);
  }

  /** Takes a region's peer off a store. */
  public void removePeer(long regionId, long storeId) {
    runtime.pd().changes().removePeer(group(regionId), storeId);
  }

  /** Stops a store: its port refuses connections, its leaders move, it misses entries. */
  public void stopStore(long storeId) {
    store(storeId).stop();
  }

  /**
   * Starts a stopped store, which first applies what it has missed.
   *
   * @throws IllegalStateException an SST of a missed entry is not there: the store panics again
   */
  public void startStore(long storeId) {
    store(storeId).start();
  }

  /** Tells whether a store runs. */
  public boolean isRunning(long storeId) {
    return store(storeId).isRunning();
  }

  /** Lets a store vote and answer, but apply nothing, so that it lags behind. */
  public void holdApply(long storeId) {
    store(storeId).holdApply();
  }

  /** Lets a store apply what it has held back. */
  public void resumeApply(long storeId) {
    store(storeId).resumeApply();
  }

  /** Makes a store believe that its disk is full, or no longer. */
  public void setDiskFull(long storeId, boolean full) {
    store(storeId).setDiskFull(full);
  }

  /** Makes a store report so many free bytes; negative ends it. */
  public void pretendAvailable(long storeId, long bytes) {
    store(storeId).pretendAvailable(bytes);
  }

  /** Makes a store report another version, such as {@code 4.0.16}; it acts as before. */
  public void pretendVersion(long storeId, String version) {
    store(storeId).setVersion(version);
  }

  /** Makes PD report another version, such as {@code v6.0.0}; it acts as before. */
  public void pretendPdVersion(String version) {
    runtime.pd().setVersion(version);
  }

  /** Shows a job of IMPORT INTO on a table, such as one that is {@code running}. */
  public void pretendImportJob(String database, String table, String status) {
    runtime.tidb().pretendImportJob(database, table, status);
  }

  /** Shows a DDL job of a table, such as {@code add index} that is {@code running}. */
  public void pretendDdlJob(String database, String table, String type, String state) {
    runtime.tidb().pretendDdlJob(database, table, type, state);
  }

  /** Makes a store count so many files in level 0 of the write family; negative ends it. */
  public void pretendLevel0Files(long storeId, int files) {
    store(storeId).pretendLevel0Files(files);
  }

  /** Returns the SSTs that lie in a store's import folder. */
  public List<Path> importedFiles(long storeId) {
    return store(storeId).imports().saved();
  }

  /** Runs at once what each store does every ten minutes: it removes SSTs of passed epochs. */
  public void cleanUpImports() {
    runtime.cleanUpImports();
  }

  /**
   * Flips one bit of the newest stored value of a key on every running replica, behind the back of
   * its region's log, so that checksums differ.
   */
  public void corruptValue(byte[] rawKey) {
    RaftGroup group = groupAt(rawKey);
    synchronized (group) {
      for (Store store : runtime.topology().stores()) {
        if (store.isRunning() && store.replica(group.id()) != null) {
          Corruption.flip(store.engine(), Keys.encode(rawKey));
        }
      }
    }
  }

  /** Puts a key of PD's etcd, such as the marker of a changefeed. */
  public void putEtcd(String key, String value) {
    runtime.pd().etcd().put(Texts.bytes(key), Texts.bytes(value), 0);
  }

  /** Deletes a key of PD's etcd. */
  public void deleteEtcd(String key) {
    runtime.pd().etcd().delete(Texts.bytes(key), Texts.bytes(""));
  }

  /** Lets the next call fail. */
  public void failNext(Rpc rpc, Fault fault) {
    failNext(rpc, fault, 1);
  }

  /** Lets the next calls fail. */
  public void failNext(Rpc rpc, Fault fault, int count) {
    runtime.faults().arm(rpc, fault, count, Faults.ANY_STORE);
  }

  /** Lets the next calls to a store fail. */
  public void failNext(Rpc rpc, Fault fault, int count, long storeId) {
    runtime.faults().arm(rpc, fault, count, storeId);
  }

  /** Runs an action when the next such call arrives, before it is handled. */
  public void beforeNext(Rpc rpc, Runnable action) {
    runtime.faults().before(rpc, action);
  }

  /** Forgets faults and actions that have not happened. */
  public void clearFaults() {
    runtime.faults().clear();
  }

  /** Returns how many such calls have come. */
  public long callCount(Rpc rpc) {
    return runtime.faults().calls(rpc);
  }

  private RaftGroup groupAt(byte[] rawKey) {
    return runtime.topology().groupAt(rawKey.length == 0 ? rawKey : Keys.encode(rawKey));
  }

  private RaftGroup group(long regionId) {
    RaftGroup group = runtime.topology().group(regionId);
    if (group == null) {
      throw new IllegalArgumentException("region: " + regionId + " (expected: a region's id)");
    }
    return group;
  }

  private Store store(long storeId) {
    return runtime.topology().store(storeId);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      runtime.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the cluster's folder is not deleted", e);
    }
  }
}
