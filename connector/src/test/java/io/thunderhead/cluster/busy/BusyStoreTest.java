package io.thunderhead.cluster.busy;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

class BusyStoreTest {

  @Test
  void ingestsAgainWithoutWritingAgainWhenAStoreIsBusy() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture
          .cluster()
          .failNext(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.SERVER_IS_BUSY), 3);
      LoadReport report = fixture.load(LoadFixture.rows(0, 500));
      assertThat(report.retries()).isEqualTo(3);
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 500));
    }
  }

  @Test
  void givesUpWithTheReasonWhenAStoreStaysBusy() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture
          .cluster()
          .failNext(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.SERVER_IS_BUSY), 1000);
      LoadException failure = fixture.failure(LoadFixture.rows(0, 500), "region-job-retries", "4");
      assertThat(failure.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
      assertThat(failure)
          .hasMessageContaining("failed 4 times")
          .hasMessageContaining("ServerIsBusy")
          .hasMessageContaining("Nothing was written to table test.t.");
    }
  }

  @Test
  void writesAgainWhenTheWriteComesTooEarly() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture
          .cluster()
          .failNext(Rpc.WRITE, Fault.importError("RequestTooNew(\"retry write later\")"), 2);
      LoadReport report = fixture.load(LoadFixture.rows(0, 500));
      assertThat(report.retries()).isPositive();
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 500));
    }
  }
}
