package io.thunderhead.mini;

import io.thunderhead.tidb.MiniTidb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tikv.kvproto.Kvrpcpb.APIVersion;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.Metapb.RegionEpoch;

/** The parts of a running cluster, put together at start and taken apart at close. */
final class ClusterRuntime {
  /** TiKV's {@code raftstore.cleanup-import-sst-interval}. */
  private static final long CLEAN_UP_MINUTES = 10;

  private final SecureRandom random = new SecureRandom();
  private final Settings settings;
  private final Path directory;
  private final Network network;
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(1, Network.named("mini-pd"));
  private final PassingClock ends = new PassingClock(Clock.systemUTC());
  private final Topology topology = new Topology();
  private final Faults faults = new Faults();
  private final FaultAnswers faultAnswers = new FaultAnswers(topology);
  private final Pd pd;
  private final Transactions transactions;
  private final Schema schema;
  private MiniTidb tidb;
  private String tidbStatusAddress;

  /** What the builder was told; a null directory is a temporary one, null TLS is plain text. */
  record Settings(
      int stores,
      int replicas,
      int port,
      Path directory,
      String regionSplitSize,
      long regionSplitKeys,
      boolean newCollation,
      Duration importModeTimeout,
      int pdMembers,
      PemFiles tls,
      String advertisedHost,
      int apiVersion,
      int indexLimit) {}

  private ClusterRuntime(Settings settings) throws IOException {
    this.settings = settings;
    directory =
        settings.directory() == null
            ? Files.createTempDirectory("thunderhead-mini")
            : Files.createDirectories(settings.directory());
    network = new Network(settings.tls() == null ? null : new TlsFiles(settings.tls()));
    pd =
        new Pd(
            random.nextLong() >>> 1 | 1,
            settings.replicas(),
            topology,
            Clock.systemUTC(),
            ends,
            scheduler);
    transactions = new Transactions(topology, pd.tso());
    schema = new Schema(transactions, pd.changes(), pd.tso(), settings.indexLimit());
  }

  static ClusterRuntime start(Settings settings) throws IOException {
    ClusterRuntime runtime = new ClusterRuntime(settings);
    try {
      runtime.open();
      return runtime;
    } catch (IOException | RuntimeException e) {
      try {
        runtime.close();
      } catch (IOException | RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  Settings settings() {
    return settings;
  }

  /** Returns the clock of all that ends by itself. */
  PassingClock ends() {
    return ends;
  }

  Pd pd() {
    return pd;
  }

  Topology topology() {
    return topology;
  }

  Faults faults() {
    return faults;
  }

  Transactions transactions() {
    return transactions;
  }

  MiniTidb tidb() {
    return tidb;
  }

  String tidbStatusAddress() {
    return tidbStatusAddress;
  }

  Schema schema() {
    return schema;
  }

  private void open() throws IOException {
    for (int i = 0; i < settings.stores(); i++) {
      long id = topology.allocateId();
      topology.add(
          new Store(
              id,
              topology,
              directory.resolve("store-" + id),
              new ImportMode(settings.importModeTimeout(), ends),
              new ForcedRanges(ends),
              settings.apiVersion() == 2 ? APIVersion.V2 : APIVersion.V1,
              this::listen));
    }
    bootstrap();
    topology.stores().parallelStream().forEach(Store::start);
    scheduler.scheduleWithFixedDelay(
        this::cleanUpImports, CLEAN_UP_MINUTES, CLEAN_UP_MINUTES, TimeUnit.MINUTES);
    pd.makeKeyspaceRule();
    schema.bootstrap();
    openPd();
    openTidb();
  }

  private void openPd() throws IOException {
    EtcdServices etcd = new EtcdServices(pd.etcd(), pd.clusterId());
    HttpAnswering http = PdHttp.answers(pd, PdHttp.routes(pd));
    PdMember.Opener opener =
        (member, port) ->
            network.serveGrpc(
                port,
                List.of(
                    new PdService(pd, member).bindService(),
                    etcd.keys().bindService(),
                    etcd.leases().bindService()),
                new FaultInterceptor(faults, Faults.ANY_STORE, faultAnswers),
                http);
    List<PdMember> members = new ArrayList<>();
    for (int i = 0; i < settings.pdMembers(); i++) {
      members.add(
          new PdMember(
              i == 0 ? "pd" : "pd-" + i,
              random.nextLong() >>> 1 | 1,
              settings.tls() == null ? "http" : "https",
              settings.advertisedHost(),
              i == 0 ? settings.port() : 0,
              opener));
    }
    pd.members().open(members);
  }

  private void openTidb() throws IOException {
    TidbBackend backend = new TidbBackend(this);
    tidb = MiniTidb.start(backend);
    Network.Listening status = network.serveHttp(0, TidbHttp.routes(backend, tidb));
    tidbStatusAddress = "127.0.0.1:" + status.port();
    tidb.statusAddress(tidbStatusAddress);
  }

  Network network() {
    return network;
  }

  /** Removes SSTs that can no longer be ingested. */
  void cleanUpImports() {
    for (Store store : topology.stores()) {
      if (store.applies()) {
        store.imports().cleanUp(store::epoch);
      }
    }
  }

  /** Makes the one region that covers everything. */
  private void bootstrap() {
    Region.Builder region = Region.newBuilder().setId(topology.allocateId());
    for (Store store : topology.stores().subList(0, settings.replicas())) {
      region.addPeers(Peer.newBuilder().setId(topology.allocateId()).setStoreId(store.id()));
    }
    // A cluster's first region starts with one peer; each further one takes two conf changes.
    long confVer = 1 + 2L * (settings.replicas() - 1);
    region.setRegionEpoch(RegionEpoch.newBuilder().setConfVer(confVer).setVersion(1));
    Region first = region.build();
    topology.bootstrap(first, first.getPeers(0));
    for (Peer peer : first.getPeersList()) {
      topology.store(peer.getStoreId()).adopt(first);
    }
  }

  private StoreEndpoint listen(Store store, StoreEndpoint before) throws IOException {
    Network.Listening grpc =
        network.serveGrpc(
            before == null ? 0 : before.grpcPort(),
            List.of(
                new TikvService(store, pd.changes()).bindService(),
                LaterImportMethods.addTo(new ImportSstService(store), store)),
            new FaultInterceptor(faults, store.id(), faultAnswers),
            null);
    Network.Listening status =
        network.serveHttp(
            before == null ? 0 : before.statusPort(), StoreHttp.routes(store, settings));
    return new StoreEndpoint(
        settings.advertisedHost(),
        grpc.port(),
        status.port(),
        () -> {
          grpc.close();
          status.close();
        });
  }

  /** Stops everything; every part is tried, and the first failure is thrown. */
  void close() throws IOException {
    scheduler.shutdownNow();
    if (tidb != null) {
      tidb.close();
    }
    pd.close();
    topology.stores().forEach(Store::close);
    network.close();
    if (settings.directory() == null) {
      ImportDirectory.deleteTree(directory);
    }
  }
}
