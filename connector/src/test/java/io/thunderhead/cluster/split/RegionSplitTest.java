package io.thunderhead.cluster.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

class RegionSplitTest {

  @Test
  void loadsAllRowsWhenARegionSplitsBetweenWriteAndIngest() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.cluster().beforeNext(Rpc.MULTI_INGEST, () -> fixture.splitAt(500));
      LoadReport report = fixture.load(LoadFixture.rows(0, 1000));
      assertThat(report.retries()).isPositive();
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(report.rowsLoaded()).isEqualTo(1000);
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 1000));
    }
  }

  @Test
  void loadsAllRowsWhenRegionsKeepSplitting() {
    try (LoadFixture fixture = new LoadFixture()) {
      for (int i = 1; i <= 4; i++) {
        long id = 200L * i;
        fixture.cluster().beforeNext(Rpc.MULTI_INGEST, () -> fixture.splitAt(id));
      }
      LoadReport report = fixture.load(LoadFixture.rows(0, 1000), "region-job-size", "8KiB");
      assertThat(report.retries()).isPositive();
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 1000));
    }
  }

  @Test
  void cutsAJobAlongRegionsThatWereMadeAfterThePlan() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.cluster().beforeNext(Rpc.WRITE, () -> fixture.splitAt(500));
      LoadReport report = fixture.load(LoadFixture.rows(0, 1000));
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 1000));
    }
  }

  @Test
  void splitsTheTableIntoRegionsOfTheSizeAskedFor() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadReport report = fixture.load(LoadFixture.rows(0, 20_000), "region-split-size", "200KiB");
      assertThat(report.regions()).isGreaterThanOrEqualTo(8);
      assertThat(report.checksumsEqual()).isTrue();
    }
  }
}
