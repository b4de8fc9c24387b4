package io.thunderhead.cluster.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

class LeaderMoveTest {

  @Test
  void loadsAllRowsWhenALeaderMovesBetweenWriteAndIngest() {
    try (LoadFixture fixture = new LoadFixture()) {
      byte[] key = fixture.recordKey(500);
      fixture.cluster().beforeNext(Rpc.MULTI_INGEST, () -> fixture.cluster().transferLeader(key));
      LoadReport report = fixture.load(LoadFixture.rows(0, 1000));
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 1000));
    }
  }

  @Test
  void countsTheTriesThatAMovingLeaderCosts() {
    try (LoadFixture fixture = new LoadFixture()) {
      byte[] key = fixture.recordKey(1);
      for (int i = 0; i < 9; i++) {
        fixture.cluster().beforeNext(Rpc.MULTI_INGEST, () -> fixture.cluster().transferLeader(key));
      }
      LoadReport report = fixture.load(LoadFixture.rows(0, 300), "region-job-size", "4KiB");
      assertThat(report.retries()).isPositive();
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 300));
    }
  }
}
