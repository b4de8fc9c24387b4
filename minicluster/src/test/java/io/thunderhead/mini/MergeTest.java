package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;

class MergeTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER = new MiniClusterExtension(b -> b.stores(4));

  private final MiniCluster cluster = CLUSTER.cluster();
  private TestClient client;

  @BeforeEach
  void connect() {
    client = new TestClient(cluster);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static byte[] key(String text) {
    return text.getBytes(Texts.UTF8);
  }

  @Test
  void makesOneRegionWhoseVersionIsPastBoth() {
    cluster.splitRegion(key("tma"));
    cluster.splitRegion(key("tmb"));
    Metapb.Region left = client.region(key("tma")).getRegion();
    Metapb.Region right = client.region(key("tmb")).getRegion();
    cluster.mergeIntoRight(key("tma"));
    Metapb.Region merged = client.region(key("tma")).getRegion();
    assertThat(merged.getId()).isEqualTo(right.getId());
    assertThat(merged.getStartKey()).isEqualTo(left.getStartKey());
    assertThat(merged.getEndKey()).isEqualTo(right.getEndKey());
    // The region that goes is raised once when it is prepared, the other one past that.
    assertThat(merged.getRegionEpoch().getVersion())
        .isEqualTo(
            Math.max(left.getRegionEpoch().getVersion() + 1, right.getRegionEpoch().getVersion())
                + 1);
    assertThat(merged.getRegionEpoch().getConfVer()).isEqualTo(right.getRegionEpoch().getConfVer());
  }

  @Test
  void answersNothingForTheRegionThatIsGone() {
    cluster.splitRegion(key("tna"));
    cluster.splitRegion(key("tnb"));
    Pdpb.GetRegionResponse gone = client.region(key("tnb"));
    byte[] neighbour = key("tna");
    cluster.mergeIntoLeft(key("tnb"));
    assertThat(client.region(key("tnb")).getRegion().getId())
        .isEqualTo(client.region(neighbour).getRegion().getId())
        .isNotEqualTo(gone.getRegion().getId());
    long leader = gone.getLeader().getStoreId();
    var request =
        org.tikv.kvproto.Kvrpcpb.GetRequest.newBuilder().setContext(TestClient.context(gone));
    assertThat(client.tikv(leader).kvGet(request.build()).getRegionError().hasRegionNotFound())
        .isTrue();
    ImportSstpb.SSTMeta meta = TestClient.meta(gone.getRegion(), key("tnb"), key("tnb"));
    assertThatThrownBy(() -> client.write(leader, meta, cluster.timestamp(), List.of()))
        .hasMessageContaining("RequestTooOld");
  }

  @Test
  void keepsTheRowsOfBothOnEveryReplica() {
    byte[] left = key("tpa-row");
    byte[] right = key("tpb-row");
    cluster.splitRegion(key("tpa"));
    cluster.splitRegion(key("tpb"));
    long ts = cluster.timestamp();
    client.load(ts, List.of(new KeyValue(left, new byte[] {1})));
    client.load(ts, List.of(new KeyValue(right, new byte[] {2})));
    cluster.mergeIntoRight(left);
    for (RegionView.PeerView peer : cluster.regionAt(left).peers()) {
      cluster.transferLeader(cluster.regionAt(left).id(), peer.storeId());
      assertThat(client.get(left, ts).getValue().toByteArray()).containsExactly(1);
      assertThat(client.get(right, ts).getValue().toByteArray()).containsExactly(2);
    }
  }

  @Test
  void refusesAnIngestThatWasWrittenBeforeTheMerge() {
    cluster.splitRegion(key("tqa"));
    cluster.splitRegion(key("tqb"));
    List<ImportSstpb.SSTMeta> metas =
        client.writeToPeers(
            cluster.timestamp(), List.of(new KeyValue(key("tqb1"), new byte[] {1})));
    cluster.mergeIntoRight(key("tqa"));
    assertThat(client.ingest(key("tqb1"), metas).getMessage())
        .isNotEmpty()
        .satisfiesAnyOf(
            text -> assertThat(text).contains("EpochNotMatch"),
            text -> assertThat(text).contains("not found"),
            text -> assertThat(text).contains("doest not exist"));
  }

  @Test
  void changesNothingButTheEpochWhenItIsDisturbed() {
    byte[] at = key("trx");
    cluster.splitRegion(key("tra"));
    RegionView before = cluster.regionAt(at);
    int regions = cluster.regions().size();
    cluster.disturbEpoch(at);
    RegionView after = cluster.regionAt(at);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(Arrays.equals(after.start(), before.start())).isTrue();
    assertThat(Arrays.equals(after.end(), before.end())).isTrue();
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(cluster.regions()).hasSize(regions);
  }

  @Test
  void mergesOnlyRegionsWithPeersOnTheSameStores() {
    cluster.splitRegion(key("tsa"));
    cluster.splitRegion(key("tsb"));
    RegionView right = cluster.regionAt(key("tsb"));
    long free =
        cluster.storeIds().stream()
            .filter(id -> right.peers().stream().noneMatch(peer -> peer.storeId() == id))
            .findFirst()
            .orElseThrow();
    cluster.addPeer(right.id(), free);
    assertThatThrownBy(() -> cluster.mergeIntoRight(key("tsa")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be merged");
  }
}
