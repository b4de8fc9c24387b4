package io.thunderhead.cluster.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

class LostAnswerTest {

  @Test
  void ingestsTheSameKvsAgainWhenTheAnswerOfAnIngestIsLost() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.cluster().failNext(Rpc.MULTI_INGEST, Fault.dropResponse(), 2);
      LoadReport report = fixture.load(LoadFixture.rows(0, 500));
      assertThat(report.retries()).isPositive();
      assertThat(report.local().kvs()).isEqualTo(1500);
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 500));
    }
  }

  @Test
  void callsTheOutcomeUnknownWhenNoAnswerEverComes() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.cluster().failNext(Rpc.MULTI_INGEST, Fault.dropResponse(), 1000);
      LoadException failure = fixture.failure(LoadFixture.rows(0, 500), "region-job-retries", "3");
      assertThat(failure.code()).isEqualTo(ErrorCode.INGEST_STATE_UNKNOWN);
      assertThat(failure).hasMessageContaining("Part of the rows is in table test.t");
    }
  }
}
