package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.io.grpc.StatusRuntimeException;

@ExtendWith(MiniClusterExtension.class)
class FaultsTest {
  private static final byte[] KEY = "tfault".getBytes(Texts.UTF8);

  private MiniCluster cluster;
  private TestClient client;

  @BeforeEach
  void connect(MiniCluster started) {
    cluster = started;
    client = new TestClient(cluster);
  }

  @AfterEach
  void disconnect() {
    cluster.clearFaults();
    client.close();
  }

  @ParameterizedTest
  @EnumSource(RegionErrorKind.class)
  void answersEachKindOfRegionErrorOnce(RegionErrorKind kind) {
    cluster.failNext(Rpc.KV_GET, Fault.regionError(kind));
    Errorpb.Error error = client.get(KEY, cluster.timestamp()).getRegionError();
    assertThat(error.getMessage()).isNotEmpty();
    boolean named =
        error.getAllFields().keySet().stream()
            .anyMatch(field -> sameName(field.getName(), kind.name()));
    assertThat(named || !error.getUnknownFields().asMap().isEmpty())
        .isEqualTo(kind != RegionErrorKind.RAFT_PROPOSAL_DROPPED);
    assertThat(client.get(KEY, cluster.timestamp()).hasRegionError()).isFalse();
  }

  private static boolean sameName(String field, String kind) {
    return field.replace("_", "").equalsIgnoreCase(kind.replace("_", ""));
  }

  @Test
  void suggestsWhenToComeBackToABusyStore() {
    cluster.failNext(Rpc.KV_GET, Fault.busy(Duration.ofMillis(1234)));
    Errorpb.Error error = client.get(KEY, cluster.timestamp()).getRegionError();
    assertThat(error.getServerIsBusy().getBackoffMs()).isEqualTo(1234);
  }

  @Test
  void failsOnlyTheStoreThatIsNamedAndOnlySoOften() {
    long leader = client.region(KEY).getLeader().getStoreId();
    cluster.failNext(Rpc.KV_GET, Fault.status("UNAVAILABLE", "away"), 2, leader + 1000);
    assertThat(client.get(KEY, cluster.timestamp()).hasRegionError()).isFalse();
    cluster.failNext(Rpc.KV_GET, Fault.status("UNAVAILABLE", "away"), 2, leader);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> client.get(KEY, cluster.timestamp()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage("UNAVAILABLE: away");
    }
    assertThat(client.get(KEY, cluster.timestamp()).hasRegionError()).isFalse();
  }

  @Test
  void doesTheWorkWhoseAnswerIsLost() {
    long ts = cluster.timestamp();
    List<ImportSstpb.SSTMeta> metas =
        client.writeToPeers(ts, List.of(new KeyValue(KEY, new byte[] {1})));
    cluster.failNext(Rpc.MULTI_INGEST, Fault.dropResponse());
    assertThatThrownBy(() -> client.ingest(KEY, metas)).hasMessageContaining("UNAVAILABLE");
    assertThat(client.get(KEY, ts).getValue().toByteArray()).isEqualTo(new byte[] {1});
    assertThat(client.ingest(KEY, metas).hasStaleCommand()).isTrue();
  }

  @Test
  void runsAnActionBetweenWriteAndIngest() {
    byte[] key = "tfault-split".getBytes(Texts.UTF8);
    long before = cluster.regions().size();
    List<ImportSstpb.SSTMeta> metas =
        client.writeToPeers(cluster.timestamp(), List.of(new KeyValue(key, new byte[] {1})));
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> cluster.splitRegion(key));
    assertThat(client.ingest(key, metas).hasEpochNotMatch()).isTrue();
    assertThat(cluster.regions()).hasSize((int) before + 1);
  }

  @Test
  void losesTheConnectionWhenTheStoreStopsInTheMiddleOfACall() {
    byte[] key = "tfault-stop".getBytes(Texts.UTF8);
    long ts = cluster.timestamp();
    List<ImportSstpb.SSTMeta> metas =
        client.writeToPeers(ts, List.of(new KeyValue(key, new byte[] {1})));
    long leader = cluster.regionAt(key).leaderStoreId();
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> cluster.stopStore(leader));
    assertThatThrownBy(() -> client.ingest(key, metas)).hasMessageContaining("UNAVAILABLE");
    assertThat(client.ingest(key, metas)).isEqualTo(Errorpb.Error.getDefaultInstance());
    cluster.startStore(leader);
    assertThat(client.get(key, ts).getValue().toByteArray()).isEqualTo(new byte[] {1});
  }

  @Test
  void endsAWriteWithAnImportersError() {
    cluster.failNext(Rpc.WRITE, Fault.importError("RequestTooNew(\"x\")"));
    assertThatThrownBy(
            () ->
                client.writeToPeers(
                    cluster.timestamp(), List.of(new KeyValue(KEY, new byte[] {1}))))
        .hasMessage("UNKNOWN: RequestTooNew(\"x\")");
  }

  @Test
  void delaysACallAndCountsIt() {
    long before = cluster.callCount(Rpc.KV_GET);
    cluster.failNext(Rpc.KV_GET, Fault.delay(Duration.ofMillis(50)));
    long started = System.nanoTime();
    assertThat(client.get(KEY, cluster.timestamp()).hasRegionError()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - started).toMillis()).isGreaterThanOrEqualTo(50);
    assertThat(cluster.callCount(Rpc.KV_GET)).isEqualTo(before + 1);
  }

  @Test
  void leavesACallWithoutAnswer() {
    cluster.failNext(Rpc.KV_GET, Fault.noResponse());
    Kvrpcpb.GetRequest request =
        Kvrpcpb.GetRequest.newBuilder()
            .setContext(TestClient.context(client.region(KEY)))
            .setKey(Texts.bytes(KEY))
            .build();
    long leader = client.region(KEY).getLeader().getStoreId();
    assertThatThrownBy(
            () ->
                client
                    .tikv(leader)
                    .withDeadlineAfter(200, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .kvGet(request))
        .hasMessageContaining("DEADLINE_EXCEEDED");
  }

  @Test
  void movesALeader() {
    long leader = cluster.regionAt(KEY).leaderStoreId();
    cluster.transferLeader(KEY);
    assertThat(cluster.regionAt(KEY).leaderStoreId()).isNotEqualTo(leader);
    cluster.transferLeader(cluster.regionAt(KEY).id(), leader);
    assertThat(cluster.regionAt(KEY).leaderStoreId()).isEqualTo(leader);
  }
}
