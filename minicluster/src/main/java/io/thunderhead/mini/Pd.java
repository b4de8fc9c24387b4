package io.thunderhead.mini;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb.StoreStats;

/** PD's state, shared by its gRPC and its HTTP. */
final class Pd implements AutoCloseable {
  private static final String VERSION = "v8.5.7";

  static final String DEPLOY_PATH = "/bin";
  static final String STORE_VERSION = "9.0.0-beta.2";

  /** Timestamps that a leader reserves in etcd; the next leader starts behind them. */
  private static final Duration TSO_WINDOW = Duration.ofSeconds(3);

  private final long clusterId;
  private final int maxReplicas;
  private final Topology topology;
  private final RegionChanges changes;
  private final Tso tso;
  private final GcSafePoints safePoints;
  private final Scattering scattering;
  private final LabelRules labelRules;
  private final PdConfig config;
  private final Schedulers schedulers;
  private final EtcdStore etcd;
  private final PdMembers members;
  private volatile String version = VERSION;

  Pd(
      long clusterId,
      int maxReplicas,
      Topology topology,
      Clock clock,
      PassingClock ends,
      ScheduledExecutorService scheduler) {
    this.clusterId = clusterId;
    this.maxReplicas = maxReplicas;
    this.topology = topology;
    changes = new RegionChanges(topology);
    tso = new Tso(clock);
    members = new PdMembers(() -> tso.advance(TSO_WINDOW));
    safePoints = new GcSafePoints(ends);
    scattering = new Scattering(topology, changes, scheduler, maxReplicas);
    labelRules = new LabelRules(ends, changes, scheduler);
    config = new PdConfig(ends, maxReplicas);
    schedulers = new Schedulers(ends);
    etcd = new EtcdStore(ends);
  }

  /** Returns what PD tells as its version, with a leading v. */
  String version() {
    return version;
  }

  void setVersion(String told) {
    version = told;
  }

  long clusterId() {
    return clusterId;
  }

  int maxReplicas() {
    return maxReplicas;
  }

  Topology topology() {
    return topology;
  }

  RegionChanges changes() {
    return changes;
  }

  Tso tso() {
    return tso;
  }

  GcSafePoints safePoints() {
    return safePoints;
  }

  Scattering scattering() {
    return scattering;
  }

  LabelRules labelRules() {
    return labelRules;
  }

  PdConfig config() {
    return config;
  }

  Schedulers schedulers() {
    return schedulers;
  }

  EtcdStore etcd() {
    return etcd;
  }

  PdMembers members() {
    return members;
  }

  /** Makes the rule, and the regions, that PD gives to the default keyspace. */
  void makeKeyspaceRule() {
    byte[] start = Keys.encode(new byte[] {'x', 0, 0, 0});
    byte[] end = Keys.encode(new byte[] {'x', 0, 0, 1});
    LabelRule rule =
        new LabelRule(
            "keyspaces/0",
            0,
            List.of(new LabelRule.Label("id", "0", "", "", null)),
            List.of(new LabelRule.Range(Keys.hex(start), Keys.hex(end), start, end)));
    labelRules.set(rule);
    labelRules.splitAtBorders(rule);
  }

  Metapb.Store meta(Store store) {
    StoreEndpoint endpoint = store.endpoint();
    return Metapb.Store.newBuilder()
        .setId(store.id())
        .setAddress(endpoint.address())
        .setPeerAddress(endpoint.address())
        .setStatusAddress(endpoint.statusAddress())
        .setVersion(store.version())
        .setDeployPath(DEPLOY_PATH)
        .setStartTimestamp(store.startedAt().getEpochSecond())
        .setLastHeartbeat(Times.nanos(store.lastHeartbeat()))
        .build();
  }

  StoreStats stats(Store store) {
    DiskUsage disk = store.disk();
    return StoreStats.newBuilder()
        .setStoreId(store.id())
        .setCapacity(disk.capacity())
        .setAvailable(disk.available())
        .setUsedSize(disk.used())
        .setRegionCount(store.count(false))
        .setStartTime((int) store.startedAt().getEpochSecond())
        .build();
  }

  @Override
  public void close() {
    members.close();
  }
}
