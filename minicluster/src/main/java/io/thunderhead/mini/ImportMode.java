package io.thunderhead.mini;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What a store was told about imports: its mode, which falls back to normal by itself, and how long
 * ingestion is suspended (import-protocol 2.7, 3.8). Thread-safe.
 */
final class ImportMode {
  /** Longest suspension that a store accepts. */
  static final Duration MAX_SUSPENSION = Duration.ofHours(6);

  private final Duration timeout;
  private final Clock clock;
  private Instant importUntil = Instant.MIN;
  private Instant suspendedUntil = Instant.MIN;

  ImportMode(Duration timeout, Clock clock) {
    this.timeout = timeout;
    this.clock = clock;
  }

  /** Enters import mode, or stays in it, for another timeout. */
  synchronized void enter() {
    importUntil = clock.instant().plus(timeout);
  }

  synchronized void leave() {
    importUntil = Instant.MIN;
  }

  synchronized boolean isImporting() {
    return clock.instant().isBefore(importUntil);
  }

  /** Refuses ingestion for a time and tells whether it was refused already. */
  synchronized boolean suspend(long seconds) {
    boolean before = suspendedMillis() > 0;
    suspendedUntil = clock.instant().plusSeconds(seconds);
    return before;
  }

  /** Accepts ingestion again and tells whether it was refused. */
  synchronized boolean resume() {
    boolean before = suspendedMillis() > 0;
    suspendedUntil = Instant.MIN;
    return before;
  }

  /** Returns for how many milliseconds more ingestion is refused, zero when it is not. */
  synchronized long suspendedMillis() {
    Instant now = clock.instant();
    return now.isBefore(suspendedUntil)
        ? Math.max(1, Duration.between(now, suspendedUntil).toMillis())
        : 0;
  }
}
