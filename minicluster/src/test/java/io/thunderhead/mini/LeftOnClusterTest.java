package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftOnClusterTest {
  private static final String RULE =
      """
      {"id":"r","index":0,"labels":[{"key":"schedule","value":"deny","ttl":"5m0s"}],
       "rule_type":"key-range","data":[{"start_key":"74","end_key":"75"}]}""";

  private static void setUp(MiniCluster cluster) throws Exception {
    Pd pd = cluster.runtime().pd();
    pd.labelRules()
        .set(
            LabelRule.parse(new ObjectMapper().readTree(RULE), cluster.runtime().ends().instant()));
    long lease = pd.etcd().grant(7, 180);
    pd.etcd().put(Texts.bytes("/tidb/brie/import/lightning/x"), Texts.bytes(""), lease);
    pd.safePoints().update("service", 600, cluster.timestamp());
    Store store = cluster.runtime().topology().store(cluster.storeIds().get(0));
    store.importMode().enter();
    store.forcedRanges().add(new byte[] {1}, new byte[] {2}, 3600);
  }

  @Test
  void listsWhatClientsSetUp() throws Exception {
    try (MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start()) {
      assertThat(cluster.leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
      setUp(cluster);
      long store = cluster.storeIds().get(0);
      assertThat(cluster.leftOnCluster())
          .isEqualTo(
              new LeftOnCluster(
                  List.of("r"),
                  List.of("/tidb/brie/import/lightning/x", "lease 7"),
                  List.of("service"),
                  List.of(store),
                  List.of("store " + store + ": [01, 02)"),
                  List.of()));
    }
  }

  @Test
  void everythingEndsByItselfAsTimePasses() throws Exception {
    try (MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start()) {
      setUp(cluster);
      cluster.passTime(Duration.ofMinutes(4));
      assertThat(cluster.leftOnCluster().registrations()).isEmpty();
      assertThat(cluster.leftOnCluster().labelRules()).isNotEmpty();
      cluster.passTime(Duration.ofMinutes(2));
      assertThat(cluster.leftOnCluster().labelRules()).isEmpty();
      assertThat(cluster.leftOnCluster().importingStores()).isNotEmpty();
      cluster.passTime(Duration.ofMinutes(5));
      assertThat(cluster.leftOnCluster().importingStores()).isEmpty();
      assertThat(cluster.leftOnCluster().safePoints()).isEmpty();
      assertThat(cluster.leftOnCluster().forcedRanges()).isNotEmpty();
      cluster.passTime(Duration.ofMinutes(50));
      assertThat(cluster.leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
      assertThat(Instant.now()).isBefore(cluster.runtime().ends().instant());
    }
  }
}
