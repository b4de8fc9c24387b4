package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Locks of other people's transactions in the way of our reads. */
class LockedTableTest {
  private static final byte[] VALUE = "locked".getBytes(StandardCharsets.UTF_8);

  @Test
  void endsTheLocksOfATransactionThatDied() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture.cluster().lock(fixture.recordKey(5), VALUE, 3_000);
      fixture.cluster().lock(fixture.recordKey(7), VALUE, 3_000);
      fixture.cluster().advanceTimestamps(Duration.ofSeconds(4));
      LoadReport report = fixture.load(LoadFixture.rows(0, 10));
      assertThat(report.checksumsEqual()).isTrue();
      assertThat(fixture.read()).isEqualTo(LoadFixture.texts(0, 10));
    }
  }

  @Test
  void comparesTheSumBehindALockThatDiedDuringTheLoad() {
    try (LoadFixture fixture = new LoadFixture()) {
      fixture
          .cluster()
          .beforeNext(
              Rpc.COPROCESSOR,
              () -> {
                fixture.cluster().lock(fixture.recordKey(100), VALUE, 3_000);
                fixture.cluster().advanceTimestamps(Duration.ofSeconds(4));
              });
      LoadReport report = fixture.load(LoadFixture.rows(0, 10));
      assertThat(report.checksumsEqual()).isTrue();
    }
  }

  @Test
  void namesTheTransactionThatGoesOnForTooLong() {
    try (LoadFixture fixture = new LoadFixture()) {
      long startTs = fixture.cluster().lock(fixture.recordKey(5), VALUE, 3_600_000);
      LoadException failure = fixture.failure(LoadFixture.rows(0, 10));
      assertThat(failure.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
      assertThat(failure).hasMessageContaining("a lock of transaction " + startTs);
      assertThat(fixture.cluster().callCount(Rpc.WRITE)).isZero();
    }
  }
}
