package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.Status;

/** Who belongs to the cluster: PD's members, the stores and ids. */
@Contract(
    spec = {"2.4", "2.11"},
    calls = {
      "pdpb.PD/GetMembers",
      "pdpb.PD/GetAllStores",
      "pdpb.PD/GetStore",
      "pdpb.PD/GetClusterConfig",
      "pdpb.PD/IsBootstrapped",
      "pdpb.PD/AllocID",
      "GET /pd/api/v1/members"
    })
@ExtendWith(ContractCluster.class)
class PdMembersTest {
  private final Wire wire;
  private final WirePd pd;

  PdMembersTest(Wire wire) {
    this.wire = wire;
    this.pd = wire.pd();
  }

  @Test
  void nameTheLeaderAndItsClientUrls() {
    Pdpb.GetMembersResponse members = pd.members();
    assertThat(members.getMembersList()).isNotEmpty();
    assertThat(members.getLeader().getClientUrlsList())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("http"));
    assertThat(members.getMembersList())
        .extracting(Pdpb.Member::getMemberId)
        .contains(members.getLeader().getMemberId());
  }

  @Test
  void tellTheClusterIdBeforeItIsKnown() {
    assertThat(pd.members().getHeader().getClusterId()).isNotZero().isEqualTo(pd.clusterId());
  }

  @Test
  void putTheClusterIdIntoEveryAnswer() {
    var request = Pdpb.IsBootstrappedRequest.newBuilder().setHeader(pd.header()).build();
    Pdpb.IsBootstrappedResponse answer = pd.stub().isBootstrapped(request);
    assertThat(answer.getBootstrapped()).isTrue();
    assertThat(answer.getHeader().getClusterId()).isEqualTo(pd.clusterId());
    assertThat(pd.getRegion(new byte[0]).getHeader().getClusterId()).isEqualTo(pd.clusterId());
  }

  @Test
  void refuseARequestForAnotherCluster() {
    var header = Pdpb.RequestHeader.newBuilder().setClusterId(pd.clusterId() + 1);
    var request = Pdpb.GetAllStoresRequest.newBuilder().setHeader(header).build();
    var failure = Refused.failure(() -> pd.stub().getAllStores(request));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).contains("mismatch cluster id");
  }

  @Test
  void handOutAnIdOnlyOnce() {
    var request = Pdpb.AllocIDRequest.newBuilder().setHeader(pd.header()).build();
    assertThat(LongStream.range(0, 5).map(i -> pd.stub().allocID(request).getId()))
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
  }

  @Test
  void listTheStoresThatAreUp() {
    assertThat(pd.stores()).hasSizeGreaterThanOrEqualTo(3);
    for (Metapb.Store store : pd.stores()) {
      assertThat(store.getId()).isPositive();
      assertThat(store.getAddress()).matches(".+:\\d+");
      assertThat(store.getStatusAddress()).matches(".+:\\d+");
      assertThat(store.getVersion()).matches("v?\\d+\\.\\d+\\.\\d+.*");
      assertThat(store.getState()).isNotEqualTo(Metapb.StoreState.Tombstone);
    }
  }

  @Test
  void describeOneStore() {
    Metapb.Store known = pd.stores().get(0);
    Pdpb.GetStoreResponse answer = getStore(known.getId());
    assertThat(answer.getHeader().hasError()).isFalse();
    assertThat(answer.getStore().getAddress()).isEqualTo(known.getAddress());
  }

  @Test
  void knowNoStoreOfAForeignId() {
    Pdpb.GetStoreResponse answer = getStore(Long.MAX_VALUE);
    assertThat(answer.hasStore()).isFalse();
    assertThat(answer.getHeader().getError().getMessage()).contains("invalid store ID");
  }

  @Test
  void describeTheCluster() {
    var request = Pdpb.GetClusterConfigRequest.newBuilder().setHeader(pd.header()).build();
    assertThat(pd.stub().getClusterConfig(request).getCluster().getId()).isEqualTo(pd.clusterId());
  }

  @Test
  void agreeOnTheLeader() {
    for (WirePd member : followers()) {
      assertThat(member.members().getLeader()).isEqualTo(pd.members().getLeader());
    }
  }

  @Test
  void leaveRequestsToTheLeader() {
    for (WirePd member : followers()) {
      var request = Pdpb.GetAllStoresRequest.newBuilder().setHeader(pd.header()).build();
      var failure = Refused.failure(() -> member.stub().getAllStores(request));
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure.getStatus().getDescription()).isEqualTo("not leader");
      assertThat(Refused.failure(() -> member.tso(pd.header(), 1)).getMessage())
          .contains("not leader");
    }
  }

  @Test
  void passHttpRequestsOnToTheLeader() {
    for (String address : wire.pdFollowers()) {
      assertThat(new WireHttp(address).get("/pd/api/v1/members").body())
          .isEqualTo(wire.http().get("/pd/api/v1/members").body());
    }
  }

  private List<WirePd> followers() {
    return wire.pdFollowers().stream().map(wire::pdAt).toList();
  }

  private Pdpb.GetStoreResponse getStore(long id) {
    return pd.stub()
        .getStore(Pdpb.GetStoreRequest.newBuilder().setHeader(pd.header()).setStoreId(id).build());
  }
}
