package io.thunderhead.mini;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PD's safe points (import-protocol 2.3): the old service safe points are barriers that hold back
 * the transaction safe point, which only {@code gc_worker} advances. Thread-safe.
 */
final class GcSafePoints {
  static final String GC_WORKER = "gc_worker";

  private static final long FOREVER = Long.MAX_VALUE;

  private final Clock clock;
  private final Map<String, Barrier> barriers = new HashMap<>();
  private long gcSafePoint;
  private long txnSafePoint;

  GcSafePoints(Clock clock) {
    this.clock = clock;
  }

  private record Barrier(long safePoint, long expiresAt) {}

  /** What an update is answered with: whose safe point is lowest. */
  record Minimum(String serviceId, long ttlSeconds, long safePoint) {}

  /** Returns the services whose barriers hold now. */
  synchronized List<String> services() {
    long now = clock.instant().getEpochSecond();
    barriers.values().removeIf(barrier -> barrier.expiresAt() < now);
    return List.copyOf(barriers.keySet());
  }

  synchronized long gcSafePoint() {
    return gcSafePoint;
  }

  /** Raises the GC safe point, never beyond the transaction safe point; returns what it is. */
  synchronized long advance(long target) {
    if (Long.compareUnsigned(target, gcSafePoint) < 0) {
      return gcSafePoint;
    }
    if (Long.compareUnsigned(target, txnSafePoint) > 0) {
      throw new IllegalArgumentException(
          "[PD:gc:ErrGCSafePointExceedsTxnSafePoint]trying to update GC safe point to a too large"
              + " value, exceeding the txn safe point, current value: "
              + Long.toUnsignedString(gcSafePoint)
              + ", given: "
              + Long.toUnsignedString(target)
              + ", current txn safe point: "
              + Long.toUnsignedString(txnSafePoint));
    }
    gcSafePoint = target;
    return gcSafePoint;
  }

  /**
   * Sets, renews or, with a TTL of zero or less, removes a service's barrier. A barrier behind the
   * transaction safe point is not set and no error is told: the caller has to compare the answer.
   */
  synchronized Minimum update(String serviceId, long ttlSeconds, long safePoint) {
    long now = clock.instant().getEpochSecond();
    if (serviceId.equals(GC_WORKER)) {
      return advanceTxnSafePoint(ttlSeconds, safePoint, now);
    }
    if (serviceId.isEmpty()) {
      throw new IllegalArgumentException(
          "[PD:common:ErrInvalidArgument]invalid argument barrierID, value ");
    }
    if (ttlSeconds <= 0) {
      barriers.remove(serviceId);
    } else if (Long.compareUnsigned(safePoint, txnSafePoint) >= 0) {
      long expiresAt = ttlSeconds > FOREVER - now ? FOREVER : now + ttlSeconds;
      barriers.put(serviceId, new Barrier(safePoint, expiresAt));
    }
    return new Minimum(GC_WORKER, FOREVER - now, txnSafePoint);
  }

  private Minimum advanceTxnSafePoint(long ttlSeconds, long target, long now) {
    if (ttlSeconds != FOREVER) {
      throw new IllegalArgumentException("TTL of gc_worker's service safe point must be infinity");
    }
    if (Long.compareUnsigned(target, txnSafePoint) < 0) {
      throw new IllegalArgumentException(
          "[PD:gc:ErrDecreasingTxnSafePoint]trying to update txn safe point to a smaller value,"
              + " current value: "
              + Long.toUnsignedString(txnSafePoint)
              + ", given: "
              + Long.toUnsignedString(target));
    }
    barriers.values().removeIf(barrier -> barrier.expiresAt() < now);
    String lowestId = GC_WORKER;
    long lowest = target;
    for (Map.Entry<String, Barrier> barrier : barriers.entrySet()) {
      if (Long.compareUnsigned(barrier.getValue().safePoint(), lowest) < 0) {
        lowest = barrier.getValue().safePoint();
        lowestId = barrier.getKey();
      }
    }
    if (Long.compareUnsigned(lowest, txnSafePoint) > 0) {
      txnSafePoint = lowest;
    }
    return new Minimum(lowestId, FOREVER - now, txnSafePoint);
  }
}
