package io.thunderhead.cluster.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

class RepeatedAttemptTest {

  @Test
  void loadsEveryRowOnceWhenAnAttemptDiesAfterItIngestedAPart() {
    try (LoadFixture fixture = new LoadFixture()) {
      for (int i = 0; i < 5; i++) {
        fixture.cluster().beforeNext(Rpc.MULTI_INGEST, () -> {});
      }
      fixture
          .cluster()
          .beforeNext(
              Rpc.MULTI_INGEST,
              () ->
                  fixture
                      .cluster()
                      .failNext(
                          Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.SERVER_IS_BUSY)));
      LoadReport report =
          fixture.load(
              LoadFixture.rows(0, 1000), "region-job-size", "8KiB", "region-job-retries", "1");
      assertThat(report.rowsLoaded()).isEqualTo(1000);
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 1000));
    }
  }
}
