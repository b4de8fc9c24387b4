package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdClient;
import java.time.Duration;
import java.time.Instant;

/**
 * PD's timestamps and this machine's clock agree. Versions are as old as PD says, default values of
 * {@code CURRENT_TIMESTAMP} as old as this machine does.
 */
record ClockSkew(PdClient pd) implements Checker {
  private static final int LOGICAL_BITS = 18;

  /** A new leader of PD begins some seconds ahead. */
  private static final Duration MOST = Duration.ofSeconds(10);

  @Override
  public CheckId id() {
    return CheckId.CHECK_CLOCK_SKEW;
  }

  @Override
  public CheckResult check() {
    Instant ofPd = Instant.ofEpochMilli(pd.timestamp() >>> LOGICAL_BITS);
    Duration ahead = Duration.between(Instant.now(), ofPd);
    String found =
        "PD is %.1f s %s of this machine"
            .formatted(Math.abs(ahead.toMillis()) / 1e3, ahead.isNegative() ? "behind" : "ahead");
    return ahead.abs().compareTo(MOST) <= 0
        ? CheckResult.passed(id(), found)
        : CheckResult.failed(
            id(),
            ErrorCode.CLUSTER_PROTOCOL,
            "%s (expected: %d s or less).".formatted(found, MOST.toSeconds()),
            "Set the clocks by NTP; CURRENT_TIMESTAMP of the load is this machine's.");
  }
}
