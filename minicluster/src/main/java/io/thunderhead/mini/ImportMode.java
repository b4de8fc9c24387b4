package io.thunderhead.mini;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a store was told about imports: its mode, which falls back to normal by itself, and how long
 * ingestion is suspended (import-protocol 2.7, 3.8). Thread-safe.
 */
final class ImportMode {
  /** Longest suspension that a store accepts. */
  static final Duration MAX_SUSPENSION = Duration.ofHours(6);

  private final long timeoutNanos;
  private long importUntil;
  private boolean importing;
  private long suspendedUntil;
  private boolean suspended;

  ImportMode(Duration timeout) {
    timeoutNanos = timeout.toNanos();
  }

  /** Enters import mode, or stays in it, for another timeout. */
  synchronized void enter() {
    importing = true;
    importUntil = System.nanoTime() + timeoutNanos;
  }

  synchronized void leave() {
    importing = false;
  }

  synchronized boolean isImporting() {
    if (importing && System.nanoTime() - importUntil >= 0) {
      importing = false;
    }
    return importing;
  }

  /** Refuses ingestion for a time and tells whether it was refused already. */
  synchronized boolean suspend(long seconds) {
    boolean before = suspendedMillis() > 0;
    suspended = true;
    suspendedUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    return before;
  }

  /** Accepts ingestion again and tells whether it was refused. */
  synchronized boolean resume() {
    boolean before = suspendedMillis() > 0;
    suspended = false;
    return before;
  }

  /** Returns for how many milliseconds more ingestion is refused, zero when it is not. */
  synchronized long suspendedMillis() {
    if (!suspended) {
      return 0;
    }
    long left = suspendedUntil - System.nanoTime();
    return left <= 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }
}
