package io.thunderhead.scan;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.PdClient;
import java.time.Duration;

/**
 * Keeps garbage collection behind the timestamp of a read (import-protocol 2.3).
 *
 * <p>All readers of a snapshot renew one registration in PD, which ends by itself after the last of
 * them. A store does not refuse to read what it has collected; it answers with fewer rows.
 */
final class GcGuard {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration RENEWED_EVERY = TTL.dividedBy(3);

  private final PdClient pd;
  private final Snapshot snapshot;
  private long renewedNanos;

  GcGuard(PdClient pd, Snapshot snapshot) {
    this.pd = pd;
    this.snapshot = snapshot;
  }

  /**
   * Renews the registration.
   *
   * @throws LoadException CLUSTER_PROTOCOL when rows at the timestamp may be collected
   */
  void renew() {
    long smallest = pd.updateServiceSafePoint(snapshot.holder(), TTL.toSeconds(), snapshot.ts());
    if (smallest > snapshot.ts()) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "table %s cannot be read at timestamp %d: garbage collection is at %d already. Read at a later time, or raise tidb_gc_life_time before."
              .formatted(snapshot.table().name(), snapshot.ts(), smallest));
    }
    renewedNanos = System.nanoTime();
  }

  /** Renews a registration that is a few minutes old. */
  void renewInTime() {
    if (System.nanoTime() - renewedNanos > RENEWED_EVERY.toNanos()) {
      renew();
    }
  }
}
