package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdEtcd;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.precheck.Cluster;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.testing.LoadFixture;
import io.thunderhead.tikv.TikvClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterHoldTest {
  private static final Duration LEASE_OVER = Duration.ofMinutes(4);

  private final LoadFixture fixture = new LoadFixture();
  private final Channels channels = new Channels(Dialing.PLAIN);
  private final PdClient pd = PdClient.connect(mini().pdAddresses(), channels);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    channels.close();
    fixture.close();
  }

  private MiniCluster mini() {
    return fixture.cluster();
  }

  private ClusterHold hold(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", mini().pdAddress());
    options.put("table", "test.t");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    Cluster cluster =
        new Cluster(
            pd,
            new PdHttp(pd, channels),
            new PdEtcd(pd, channels),
            new TikvClient(pd, channels),
            null);
    return new ClusterHold(cluster, channels, LoadOptions.parse(options), told::add);
  }

  private List<byte[]> recordKeys(int count) {
    return LongStream.range(0, count).mapToObj(fixture::recordKey).toList();
  }

  @Test
  void refusesASecondLoadIntoOneTableAndNamesTheFirst() {
    try (ClusterHold first = hold()) {
      first.claim("4711", 1, fixture.table());
      LoadException failure = fixture.failure(LoadFixture.rows(0, 10));
      assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_IN_USE);
      assertThat(failure)
          .hasMessageContaining("test.t is being loaded by load 4711 of host ")
          .hasMessageContaining(", begun at 20")
          .hasMessageContaining("within 3 minutes");
      assertThat(fixture.read()).isEmpty();
    }
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
    assertThat(fixture.load(LoadFixture.rows(0, 10)).rowsLoaded()).isEqualTo(10);
  }

  @Test
  void oneOfManyLoadsAtOnceHasTheTable() {
    AtomicInteger claimed = new AtomicInteger();
    List<ClusterHold> holds = new CopyOnWriteArrayList<>();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            i -> {
              ClusterHold hold = hold();
              holds.add(hold);
              try {
                hold.claim("job" + i, 1, fixture.table());
                claimed.incrementAndGet();
              } catch (LoadException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.TABLE_IN_USE);
              }
            });
    assertThat(claimed).hasValue(1);
    holds.forEach(ClusterHold::close);
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void takesAnUnansweredClaimForItsOwn() {
    mini().failNext(Rpc.ETCD_TXN, Fault.dropResponse());
    try (ClusterHold hold = hold()) {
      hold.claim("1", 1, fixture.table());
      hold.requireHeld();
    }
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void whatADeadDriverHeldEndsByItself() {
    ClusterHold dead = hold("tikv-import-mode", "true");
    dead.claim("1", 1, fixture.table());
    dead.keepVersions();
    ClusterHold.Writing held = dead.writing(KeyRanges.of(fixture.table()), recordKeys(100));
    LeftOnCluster left = mini().leftOnCluster();
    assertThat(left.labelRules()).containsExactly("thunderhead-1");
    assertThat(left.safePoints()).containsExactly("thunderhead-1");
    assertThat(left.importingStores()).isEqualTo(mini().storeIds());
    assertThat(left.forcedRanges()).hasSize(3);
    assertThat(left.registrations())
        .contains("/tidb/brie/import/lightning/thunderhead-" + fixture.table().id());
    mini().passTime(LEASE_OVER);
    assertThat(fixture.load(LoadFixture.rows(0, 10)).rowsLoaded()).isEqualTo(10);
    mini().passTime(Duration.ofHours(1));
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
    assertThatThrownBy(dead::requireHeld).hasMessageContaining("lost its claim");
    held.close();
    dead.close();
  }

  @Test
  void aLoadThatLostItsClaimStopsBeforeItCommits() {
    mini().beforeNext(Rpc.MULTI_INGEST, () -> mini().passTime(LEASE_OVER));
    LoadException failure = fixture.failure(LoadFixture.rows(0, 100));
    assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_IN_USE);
    assertThat(failure)
        .hasMessageContaining("has lost its claim to table test.t")
        .hasMessageContaining("TRUNCATE TABLE");
    assertThat(mini().callCount(Rpc.COPROCESSOR)).isZero();
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void aLoadThatGarbageCollectionHasPassedStopsBeforeItCommits() {
    mini()
        .beforeNext(
            Rpc.MULTI_INGEST,
            () -> {
              pd.updateServiceSafePoint(mini().leftOnCluster().safePoints().get(0), 0, 0);
              pd.updateServiceSafePoint("gc_worker", Long.MAX_VALUE, pd.timestamp());
            });
    LoadException failure = fixture.failure(LoadFixture.rows(0, 100));
    assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL);
    assertThat(failure).hasMessageContaining("garbage collection has passed timestamp");
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void holdsWhatEachPhaseNeedsAndNothingBehind() {
    AtomicReference<LeftOnCluster> writing = new AtomicReference<>();
    AtomicReference<LeftOnCluster> comparing = new AtomicReference<>();
    mini().beforeNext(Rpc.MULTI_INGEST, () -> writing.set(mini().leftOnCluster()));
    mini().beforeNext(Rpc.COPROCESSOR, () -> comparing.set(mini().leftOnCluster()));
    fixture.load(LoadFixture.rows(0, 100), "tikv-import-mode", "true");
    assertThat(writing.get().labelRules()).hasSize(1);
    assertThat(writing.get().safePoints()).hasSize(1);
    assertThat(writing.get().importingStores()).isEqualTo(mini().storeIds());
    assertThat(comparing.get().registrations()).hasSize(2);
    assertThat(comparing.get().safePoints()).isEqualTo(writing.get().safePoints());
    assertThat(comparing.get().labelRules()).isEmpty();
    assertThat(comparing.get().importingStores()).isEmpty();
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void givesEverythingBackWhenTheLoadFails() {
    mini().failNext(Rpc.MULTI_INGEST, Fault.status("UNIMPLEMENTED", "no such method"), 100);
    mini().failNext(Rpc.INGEST, Fault.status("UNIMPLEMENTED", "no such method"), 100);
    LoadException failure = fixture.failure(LoadFixture.rows(0, 100), "tikv-import-mode", "true");
    assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL);
    LeftOnCluster left = mini().leftOnCluster();
    assertThat(left.registrations()).isEmpty();
    assertThat(left.safePoints()).isEmpty();
    assertThat(left.labelRules()).isEmpty();
    assertThat(left.importingStores()).isEmpty();
  }

  @Test
  void loadsPastAStoreThatDoesNotSwitchItsMode() {
    long store = mini().storeIds().get(0);
    mini().failNext(Rpc.SWITCH_MODE, Fault.status("INTERNAL", "no"), 1, store);
    List<String> lines = new ArrayList<>();
    fixture.load(LoadFixture.rows(0, 10), lines::add, "tikv-import-mode", "true");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("stores that are not in import mode: store " + store));
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void leavesOutStoresThatCannotForcePartitions() {
    long old = mini().storeIds().get(0);
    mini()
        .failNext(Rpc.ADD_FORCE_PARTITION_RANGE, Fault.status("UNIMPLEMENTED", "unknown"), 1, old);
    try (ClusterHold hold = hold()) {
      hold.claim("1", 1, fixture.table());
      hold.writing(KeyRanges.of(fixture.table()), recordKeys(100));
      assertThat(told)
          .containsExactly("stores [" + old + "] are too old to force partitions; left out");
      assertThat(mini().leftOnCluster().forcedRanges())
          .hasSize(2)
          .noneMatch(range -> range.startsWith("store " + old + ":"));
    }
    assertThat(mini().callCount(Rpc.REMOVE_FORCE_PARTITION_RANGE)).isEqualTo(2);
    assertThat(mini().leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
  }

  @Test
  void forcesPartitionsOfTablesThatGetManyRegions() {
    List<KeyRange> ranges = KeyRanges.of(fixture.table());
    assertThat(ClusterHold.tablesOfManyRegions(ranges, recordKeys(99))).isEmpty();
    List<KeyRange> large = ClusterHold.tablesOfManyRegions(ranges, recordKeys(100));
    assertThat(large).hasSize(1);
    assertThat(ranges)
        .allMatch(
            range ->
                large.get(0).contains(range.start())
                    && range.intersect(large.get(0)).equals(range));
  }

  @Test
  void aLossStopsTheWorkThatRuns() {
    LoadException loss = new LoadException(ErrorCode.TABLE_IN_USE, "gone");
    try (ClusterHold hold = hold()) {
      AtomicInteger cancelled = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  hold.stoppable(
                      cancelled::incrementAndGet,
                      () -> {
                        hold.listener().lost(loss);
                        throw new IllegalStateException("job cancelled");
                      }))
          .isSameAs(loss);
      assertThat(cancelled).hasValue(1);
      assertThatThrownBy(() -> hold.stoppable(() -> {}, () -> 1)).isSameAs(loss);
    }
  }

  @Test
  void aDryRunSeesAClaimAndMakesNone() {
    try (ClusterHold hold = hold()) {
      hold.claim("4711", 1, fixture.table());
      LoadOptions options = LoadOptions.parse(Map.of("pd", mini().pdAddress(), "table", "test.t"));
      assertThat(String.join("\n", DryRun.precheck(options, line -> {}).lines()))
          .containsPattern("CHECK_TARGET_TABLE_ACTIVE_JOB +critical +FAILED +the table is being")
          .contains("load 4711 of host");
    }
    assertThat(mini().callCount(Rpc.ETCD_TXN)).isEqualTo(1);
  }
}
