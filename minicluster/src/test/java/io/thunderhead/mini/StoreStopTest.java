package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Pdpb;

class StoreStopTest {
  private static final byte[] KEY = "tk".getBytes(Texts.UTF8);

  private MiniCluster cluster;
  private TestClient client;

  @BeforeEach
  void start() {
    cluster = MiniCluster.builder().stores(4).replicas(3).start();
    client = new TestClient(cluster);
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private long followerOf(byte[] key) {
    RegionView region = cluster.regionAt(key);
    return region.peers().stream()
        .map(RegionView.PeerView::storeId)
        .filter(id -> id != region.leaderStoreId())
        .findFirst()
        .orElseThrow();
  }

  private byte[] stored(long storeId, byte[] key, long ts) {
    try (EngineSnapshot snapshot =
        cluster.runtime().topology().store(storeId).engine().snapshot()) {
      return snapshot.get(Cf.WRITE, Keys.withTs(Keys.encode(key), ts));
    }
  }

  @Test
  void catchesUpOnWritesIngestsAndSplitsThatItMissed() {
    long follower = followerOf(KEY);
    long loaded = cluster.timestamp();
    List<ImportSstpb.SSTMeta> metas =
        client.writeToPeers(loaded, List.of(new KeyValue(KEY, new byte[] {1})));
    cluster.stopStore(follower);
    client.ingest(KEY, metas);
    long made = cluster.splitRegion("tm".getBytes(Texts.UTF8));
    long written = cluster.write(List.of(new KeyValue("tz".getBytes(Texts.UTF8), new byte[] {2})));

    cluster.startStore(follower);

    assertThat(stored(follower, KEY, loaded)).isNotNull();
    assertThat(stored(follower, "tz".getBytes(Texts.UTF8), written)).isNotNull();
    assertThat(cluster.runtime().topology().store(follower).replica(made)).isNotNull();
  }

  @Test
  void movesLeadersAwayAndAnswersAtTheSameAddressAfterwards() {
    long leader = cluster.regionAt(KEY).leaderStoreId();
    String address = client.address(leader);
    cluster.stopStore(leader);
    assertThat(cluster.regionAt(KEY).leaderStoreId()).isNotZero().isNotEqualTo(leader);
    assertThat(client.get(KEY, cluster.timestamp()).hasRegionError()).isFalse();
    assertThatThrownBy(() -> client.tikv(leader).kvGet(Kvrpcpb.GetRequest.getDefaultInstance()))
        .hasMessageContaining("UNAVAILABLE");

    cluster.startStore(leader);
    assertThat(client.address(leader)).isEqualTo(address);
    Kvrpcpb.GetResponse response =
        client.tikv(leader).withWaitForReady().kvGet(Kvrpcpb.GetRequest.getDefaultInstance());
    assertThat(response.getRegionError().hasStoreNotMatch()).isTrue();
  }

  @Test
  void hasNoLeaderWithoutAMajority() {
    RegionView region = cluster.regionAt(KEY);
    Pdpb.GetRegionResponse known = client.region(KEY);
    region.peers().stream()
        .map(RegionView.PeerView::storeId)
        .filter(id -> id != region.leaderStoreId())
        .forEach(cluster::stopStore);

    Kvrpcpb.GetResponse response =
        client
            .tikv(region.leaderStoreId())
            .kvGet(
                Kvrpcpb.GetRequest.newBuilder()
                    .setContext(TestClient.context(known))
                    .setKey(Texts.bytes(KEY))
                    .setVersion(cluster.timestamp())
                    .build());
    assertThat(response.getRegionError().hasNotLeader()).isTrue();
    assertThat(response.getRegionError().getNotLeader().hasLeader()).isFalse();
    assertThat(client.region(KEY).getLeader()).isEqualTo(known.getLeader());
  }

  @Test
  void tellsAWriterToWaitWhileItLagsBehind() {
    long follower = followerOf(KEY);
    cluster.holdApply(follower);
    cluster.splitRegion("tm".getBytes(Texts.UTF8));
    RegionView right = cluster.regionAt("tz".getBytes(Texts.UTF8));
    Pdpb.GetRegionResponse region = client.region("tz".getBytes(Texts.UTF8));
    ImportSstpb.SSTMeta meta =
        TestClient.meta(region.getRegion(), "tz".getBytes(Texts.UTF8), "tz".getBytes(Texts.UTF8));
    List<KeyValue> pairs = List.of(new KeyValue("tz".getBytes(Texts.UTF8), new byte[] {1}));

    assertThatThrownBy(() -> client.write(follower, meta, cluster.timestamp(), pairs))
        .hasMessageContaining("UNKNOWN: RequestTooNew(\"request region " + right.id());
    cluster.resumeApply(follower);
    assertThat(client.write(follower, meta, cluster.timestamp(), pairs)).hasSize(1);
  }

  @Test
  void copiesARegionToANewPeerAndForgetsARemovedOne() {
    long ts = cluster.timestamp();
    client.load(ts, List.of(new KeyValue(KEY, new byte[] {1})));
    RegionView before = cluster.regionAt(KEY);
    long free =
        cluster.storeIds().stream()
            .filter(id -> before.peers().stream().noneMatch(peer -> peer.storeId() == id))
            .findFirst()
            .orElseThrow();
    long old = before.leaderStoreId();

    cluster.addPeer(before.id(), free);
    cluster.removePeer(before.id(), old);

    RegionView after = cluster.regionAt(KEY);
    assertThat(after.confVer()).isEqualTo(before.confVer() + 3);
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.leaderStoreId()).isNotEqualTo(old);
    assertThat(stored(free, KEY, ts)).isNotNull();
    assertThat(stored(old, KEY, ts)).isNull();
    assertThat(client.get(KEY, ts).getValue().toByteArray()).isEqualTo(new byte[] {1});
  }

  @Test
  void removesAPeerThatWasStoppedWhenItComesBack() {
    RegionView region = cluster.regionAt(KEY);
    long follower = followerOf(KEY);
    cluster.stopStore(follower);
    cluster.removePeer(region.id(), follower);
    cluster.startStore(follower);
    assertThat(cluster.runtime().topology().store(follower).replica(region.id())).isNull();
  }
}
