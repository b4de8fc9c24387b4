package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

/** Clusters that a load cannot reach, or must not write to, are refused before anything is. */
class ClusterRefusalTest {

  @Test
  void refusesStoresOfApiVersion2() {
    try (LoadFixture fixture = new LoadFixture(builder -> builder.apiVersion(2))) {
      LoadException failure = fixture.failure(LoadFixture.rows(0, 10));
      assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
      assertThat(failure)
          .hasMessageContaining("storage.api-version = 2")
          .hasMessageContaining("keyspace")
          .hasMessageContaining("Load into a cluster with storage.api-version = 1");
      assertThat(fixture.cluster().callCount(Rpc.WRITE)).isZero();
      assertThat(fixture.cluster().callCount(Rpc.SPLIT_REGION)).isZero();
    }
  }

  @Test
  void refusesTheTidbOfAnotherCluster() {
    try (LoadFixture fixture = new LoadFixture();
        MiniCluster other = MiniCluster.builder().stores(1).replicas(1).start()) {
      other.execute("CREATE TABLE test.before (a INT)");
      other.execute("CREATE TABLE test.t (id BIGINT PRIMARY KEY, k BIGINT, v VARCHAR(40))");
      LoadException failure =
          fixture.failure(LoadFixture.rows(0, 10), "tidb-status", other.tidbStatusAddress());
      assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL);
      assertThat(failure)
          .hasMessageContaining("they are two clusters, or TiDB uses a keyspace")
          .hasMessageContaining("Check the options pd and tidb-status");
      assertThat(fixture.cluster().callCount(Rpc.WRITE)).isZero();
    }
  }

  @Test
  void namesTheStoreThatNoProcessReaches() {
    try (LoadFixture fixture = new LoadFixture()) {
      long store = fixture.cluster().storeIds().get(1);
      fixture.cluster().stopStore(store);
      LoadException failure = fixture.failure(LoadFixture.rows(0, 10));
      assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
      assertThat(failure.getMessage())
          .matches(
              "(?s)1 of 1 processes of the load cannot reach the whole cluster: the driver on \\S+"
                  + " cannot reach store %d at 127.0.0.1:\\d+: UNAVAILABLE .*refused.*"
                      .formatted(store))
          .contains("store-address-map")
          .contains("Nothing was written.");
      fixture.cluster().startStore(store);
      assertThat(fixture.load(LoadFixture.rows(0, 10)).checksumsEqual()).isTrue();
    }
  }
}
