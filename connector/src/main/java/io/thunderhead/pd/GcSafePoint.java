package io.thunderhead.pd;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps garbage collection behind a timestamp while it is open (import-protocol 2.3).
 *
 * <p>A service safe point with a life of ten minutes, renewed every 200 seconds.
 */
public final class GcSafePoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GcSafePoint.class);
  private static final Duration TTL = Duration.ofMinutes(10);

  private final PdClient pd;
  private final String serviceId;
  private final Renewal renewal;

  private GcSafePoint(PdClient pd, String serviceId, Renewal renewal) {
    this.pd = pd;
    this.serviceId = serviceId;
    this.renewal = renewal;
  }

  /**
   * Registers the safe point.
   *
   * @throws LoadException CLUSTER_PROTOCOL when garbage collection is past the timestamp already,
   *     which PD tells by its answer only
   */
  public static GcSafePoint hold(PdClient pd, long ts) {
    String serviceId = "thunderhead-" + UUID.randomUUID();
    long smallest = pd.updateServiceSafePoint(serviceId, TTL.toSeconds(), ts);
    if (smallest > ts) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "garbage collection has passed timestamp %d (it is at %d). Raise tidb_gc_life_time and run the load again."
              .formatted(ts, smallest));
    }
    Renewal renewal =
        Renewal.of(
            "gc-safe-point", TTL, () -> pd.updateServiceSafePoint(serviceId, TTL.toSeconds(), ts));
    return new GcSafePoint(pd, serviceId, renewal);
  }

  @Override
  public void close() {
    renewal.close();
    try {
      pd.updateServiceSafePoint(serviceId, 0, 0);
    } catch (RuntimeException e) {
      LOG.warn(
          "GC safe point {} could not be removed, it ends by itself within {}: {}",
          serviceId,
          TTL,
          e.getMessage());
    }
  }
}
