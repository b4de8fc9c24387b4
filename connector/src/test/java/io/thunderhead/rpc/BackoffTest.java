package io.thunderhead.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final RetryPolicy THREE =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));

  @Test
  void givesUpWithTheHistoryOfTries() {
    Backoff backoff = new Backoff("ingest", THREE);
    backoff.failed("NotLeader", null);
    backoff.failed("ServerIsBusy", null);
    assertThatThrownBy(() -> backoff.failed("EpochNotMatch", null))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED))
        .hasMessageContaining(
            "ingest failed 3 times, the last: #1 NotLeader; #2 ServerIsBusy; #3 EpochNotMatch.");
  }

  @Test
  void tellsARepeatedReasonOnce() {
    Backoff backoff = new Backoff("ingest", THREE);
    backoff.failed("busy", null);
    backoff.failed("busy", null);
    assertThatThrownBy(() -> backoff.failed("busy", null))
        .hasMessageContaining("ingest failed 3 times, the last: #1 to #3 busy.");
  }

  @Test
  void startsAnewAfterProgress() {
    Backoff backoff = new Backoff("ingest", THREE);
    for (int i = 0; i < 10; i++) {
      backoff.failed("busy", null);
      backoff.progressed();
    }
    assertThat(backoff.total()).isEqualTo(10);
  }

  @Test
  void doublesItsWaitUpToABound() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofMillis(500));
    assertThat(policy.waitAfter(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.waitAfter(3)).isEqualTo(Duration.ofMillis(400));
    assertThat(policy.waitAfter(64)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void waitsAsLongAsTheServerAsksWithinItsBound() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofMillis(500));
    assertThat(policy.waitAfter(1, Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.waitAfter(1, Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(300));
    assertThat(policy.waitAfter(1, Duration.ofHours(6))).isEqualTo(Duration.ofMillis(500));
    assertThat(policy.boundedBy(Duration.ofMillis(50)).waitAfter(9))
        .isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void endsWhenInterruptedAndKeepsTheFlag() {
    Backoff backoff = new Backoff("ingest", THREE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> backoff.failed("busy", null)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
