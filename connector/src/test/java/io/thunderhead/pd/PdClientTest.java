package io.thunderhead.pd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PdClientTest {
  private static final KeyRange ALL = new KeyRange(new byte[0], new byte[0]);

  private MiniCluster cluster;
  private Channels channels;

  @BeforeEach
  void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).pdMembers(3).start();
    channels = new Channels(Dialing.PLAIN);
  }

  @AfterEach
  void stop() {
    channels.close();
    cluster.close();
  }

  private PdClient connect(int member) {
    return PdClient.connect(List.of(cluster.pdAddresses().get(member)), channels);
  }

  @Test
  void findsTheLeaderThroughAnyMember() {
    assertThat(connect(2).leaderAddress()).isEqualTo(cluster.pdLeader());
    assertThat(connect(2).timestamp()).isPositive();
  }

  @Test
  void passesAnAddressByThatDoesNotAnswer() {
    cluster.stopPd(cluster.pdAddresses().get(0));
    assertThat(PdClient.connect(cluster.pdAddresses(), channels).stores()).hasSize(1);
  }

  @Test
  void followsTheLeaderWhenItChanges() {
    PdClient pd = connect(0);
    long before = pd.timestamp();
    cluster.transferPdLeader(cluster.pdAddresses().get(2));
    assertThat(pd.timestamp()).isGreaterThan(before);
    assertThat(pd.leaderAddress()).isEqualTo(cluster.pdAddresses().get(2));
    cluster.transferPdLeader(cluster.pdAddresses().get(1));
    assertThat(pd.stores()).hasSize(1);
  }

  @Test
  void goesOnAtTheNextLeaderWhenTheOldOneStops() {
    PdClient pd = connect(0);
    cluster.stopPd(cluster.pdLeader());
    assertThat(pd.scanPage(ALL, 10)).isNotEmpty();
    assertThat(pd.leaderAddress()).isEqualTo(cluster.pdLeader());
  }

  @Test
  void waitsForAnElection() {
    PdClient pd = connect(0);
    cluster.resignPdLeader();
    for (int i = 0; i < 5; i++) {
      cluster.beforeNext(Rpc.GET_MEMBERS, () -> {});
    }
    cluster.beforeNext(
        Rpc.GET_MEMBERS, () -> cluster.transferPdLeader(cluster.pdAddresses().get(1)));
    assertThat(pd.timestamp()).isPositive();
  }

  @Test
  void waitsForAnElectionOnFirstContact() {
    cluster.resignPdLeader();
    cluster.beforeNext(Rpc.GET_MEMBERS, () -> {});
    cluster.beforeNext(
        Rpc.GET_MEMBERS, () -> cluster.transferPdLeader(cluster.pdAddresses().get(1)));
    assertThat(connect(0).leaderAddress()).isEqualTo(cluster.pdAddresses().get(1));
  }

  @Test
  void namesEveryAddressThatDoesNotAnswer() {
    List<String> addresses = cluster.pdAddresses();
    addresses.forEach(cluster::stopPd);
    assertThatThrownBy(() -> PdClient.connect(addresses, channels))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
        .hasMessageContaining("PD does not answer")
        .hasMessageContaining(addresses.get(0))
        .hasMessageContaining(addresses.get(2));
  }

  @Test
  void refusesAnotherClusterThatAnswersAtTheSameAddress() {
    PdClient pd = connect(0);
    String address = cluster.pdAddress();
    cluster.close();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (MiniCluster other = MiniCluster.builder().stores(1).replicas(1).port(port).start()) {
      assertThatThrownBy(pd::timestamp)
          .isInstanceOfSatisfying(
              LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL))
          .hasMessageContaining("cluster");
      assertThat(other.pdAddress()).isEqualTo(address);
    }
  }

  @Test
  void triesARefusalOnlyOnce() {
    PdClient pd = connect(0);
    cluster.failNext(Rpc.GET_ALL_STORES, Fault.status("UNIMPLEMENTED", "unknown method"));
    assertThatThrownBy(pd::stores)
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL))
        .hasMessageContaining("UNIMPLEMENTED unknown method");
    assertThat(cluster.callCount(Rpc.GET_ALL_STORES)).isEqualTo(1);
  }

  @Test
  void asksAnotherMemberWhenHttpFindsNoLeader() {
    PdClient pd = connect(0);
    PdHttp http = new PdHttp(pd, channels);
    cluster.stopPd(cluster.pdAddresses().get(0));
    assertThat(http.maxReplicas()).isEqualTo(1);
    http.putScheduleDeny("rule", List.of(ALL), Duration.ofMinutes(1));
    http.deleteLabelRules(List.of("rule"));
  }

  @Test
  void waitsForALeaderOverHttp() {
    PdClient pd = connect(0);
    cluster.resignPdLeader();
    cluster.beforeNext(
        Rpc.GET_MEMBERS, () -> cluster.transferPdLeader(cluster.pdAddresses().get(2)));
    assertThat(new PdHttp(pd, channels).maxReplicas()).isEqualTo(1);
  }
}
