package io.thunderhead.mini;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Forms of time in PD's answers. */
final class Times {
  private Times() {}

  /** Returns nanoseconds since 1970. */
  static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
