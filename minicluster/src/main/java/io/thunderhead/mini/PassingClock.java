package io.thunderhead.mini;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The clock of everything that ends by itself: leases, labels, safe points, modes of stores. It
 * follows the system's and can be put forward, so that nobody has to wait for an end. Thread-safe.
 */
final class PassingClock extends Clock {
  private final Clock base;
  private Duration ahead = Duration.ZERO;

  PassingClock(Clock base) {
    this.base = base;
  }

  /** Puts the clock forward. */
  synchronized void pass(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: not negative)");
    }
    ahead = ahead.plus(time);
  }

  @Override
  public synchronized Instant instant() {
    return base.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return base.withZone(zone);
  }
}
