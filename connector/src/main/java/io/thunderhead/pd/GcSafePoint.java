package io.thunderhead.pd;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps garbage collection behind a timestamp while it is open (import-protocol 2.3).
 *
 * <p>A service safe point with a life of ten minutes, renewed every 200 seconds. PD takes one that
 * is too late without a word, so each answer is compared.
 */
public final class GcSafePoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GcSafePoint.class);
  private static final Duration TTL = Duration.ofMinutes(10);

  private final PdClient pd;
  private final String serviceId;
  private final long ts;
  private final HoldListener listener;
  private Renewal renewal;

  private GcSafePoint(PdClient pd, String serviceId, long ts, HoldListener listener) {
    this.pd = pd;
    this.serviceId = serviceId;
    this.ts = ts;
    this.listener = listener;
  }

  /**
   * Registers a safe point.
   *
   * @param serviceId name of the registration, of nobody else
   * @throws LoadException CLUSTER_PROTOCOL when garbage collection is past the timestamp already
   */
  public static GcSafePoint hold(PdClient pd, String serviceId, long ts, HoldListener listener) {
    GcSafePoint hold = new GcSafePoint(pd, serviceId, ts, listener);
    hold.requireHeld();
    hold.renewal = Renewal.of("the GC safe point", TTL.dividedBy(3), hold::renew, listener);
    return hold;
  }

  private void renew() {
    long smallest = update();
    if (smallest > ts) {
      listener.lost(passed(smallest));
    }
  }

  private long update() {
    return pd.updateServiceSafePoint(serviceId, TTL.toSeconds(), ts);
  }

  /**
   * Asks PD whether the safe point holds, and lets it live for another TTL.
   *
   * @throws LoadException CLUSTER_PROTOCOL when garbage collection has passed it
   */
  public void requireHeld() {
    long smallest = update();
    if (smallest > ts) {
      throw passed(smallest);
    }
  }

  private LoadException passed(long smallest) {
    return new LoadException(
        ErrorCode.CLUSTER_PROTOCOL,
        "garbage collection has passed timestamp %d (it is at %d). Raise tidb_gc_life_time, see that the driver is not stopped for minutes and reaches PD, empty the table, and run the load again."
            .formatted(ts, smallest));
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
