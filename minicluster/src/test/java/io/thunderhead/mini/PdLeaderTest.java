package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;

class PdLeaderTest {
  private MiniCluster cluster;
  private TestClient client;

  @BeforeEach
  void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).pdMembers(3).start();
    client = new TestClient(cluster);
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private PDGrpc.PDBlockingStub pd(int member) {
    return PDGrpc.newBlockingStub(client.channel(cluster.pdAddresses().get(member)));
  }

  private Pdpb.GetMembersResponse members(int member) {
    return pd(member).getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
  }

  private Pdpb.GetAllStoresResponse stores(int member) {
    return pd(member)
        .getAllStores(Pdpb.GetAllStoresRequest.newBuilder().setHeader(client.header()).build());
  }

  private HttpResponse<String> http(int member) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + cluster.pdAddresses().get(member) + "/pd/api/v1/members");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void isNamedByEveryMember() {
    cluster.transferPdLeader(cluster.pdAddresses().get(1));
    for (int member = 0; member < 3; member++) {
      assertThat(members(member).getMembersCount()).isEqualTo(3);
      assertThat(members(member).getLeader().getClientUrls(0))
          .isEqualTo("http://" + cluster.pdAddresses().get(1));
    }
  }

  @Test
  void aloneServesRequests() {
    assertThat(stores(0).getStoresCount()).isEqualTo(1);
    assertThatThrownBy(() -> stores(1)).hasMessage("UNAVAILABLE: not leader");
    cluster.transferPdLeader(cluster.pdAddresses().get(1));
    assertThat(stores(1).getStoresCount()).isEqualTo(1);
    assertThatThrownBy(() -> stores(0)).hasMessage("UNAVAILABLE: not leader");
  }

  @Test
  void answersHttpThroughAnyMember() throws Exception {
    assertThat(http(2).statusCode()).isEqualTo(200);
    assertThat(http(2).body()).isEqualTo(http(0).body());
    cluster.resignPdLeader();
    assertThat(http(2).statusCode()).isEqualTo(503);
    assertThat(http(2).body()).isEqualTo("no leader\n");
  }

  @Test
  void isAnotherMemberAfterTheFirstStops() {
    cluster.stopPd(cluster.pdAddresses().get(0));
    assertThat(cluster.pdLeader()).isEqualTo(cluster.pdAddresses().get(1));
    assertThat(stores(1).getStoresCount()).isEqualTo(1);
    cluster.startPd(cluster.pdAddresses().get(0));
    assertThat(cluster.pdLeader()).isEqualTo(cluster.pdAddresses().get(1));
  }

  @Test
  void isNobodyWithoutAMajority() {
    cluster.stopPd(cluster.pdAddresses().get(0));
    cluster.stopPd(cluster.pdAddresses().get(1));
    assertThat(cluster.pdLeader()).isNull();
    assertThat(members(2).getHeader().getError().getType()).isEqualTo(Pdpb.ErrorType.UNKNOWN);
    cluster.startPd(cluster.pdAddresses().get(0));
    assertThat(cluster.pdLeader()).isNotNull();
  }

  @Test
  void startsItsTimestampsBehindThoseOfTheOneBefore() {
    long before = cluster.timestamp();
    cluster.transferPdLeader(cluster.pdAddresses().get(2));
    long after = cluster.timestamp();
    assertThat((after >> Tso.LOGICAL_BITS) - (before >> Tso.LOGICAL_BITS))
        .isGreaterThanOrEqualTo(3000);
    cluster.advanceTimestamps(Duration.ofHours(1));
    assertThat((cluster.timestamp() - after) >> Tso.LOGICAL_BITS).isGreaterThanOrEqualTo(3_600_000);
  }
}
