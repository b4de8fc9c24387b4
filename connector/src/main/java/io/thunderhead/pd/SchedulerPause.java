package io.thunderhead.pd;

import io.thunderhead.codec.KeyRange;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps PD from moving or merging the regions of some ranges while it is open (import-protocol
 * 2.6).
 *
 * <p>A label rule with a life of five minutes, renewed every 100 seconds; it ends by itself when
 * the driver dies.
 */
public final class SchedulerPause implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerPause.class);
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final int CLOSE_TRIES = 3;

  private final PdHttp pd;
  private final String ruleId;
  private final Renewal renewal;

  private SchedulerPause(PdHttp pd, String ruleId, Renewal renewal) {
    this.pd = pd;
    this.ruleId = ruleId;
    this.renewal = renewal;
  }

  /**
   * Creates the rule.
   *
   * @param ranges raw keys, half-open
   */
  public static SchedulerPause of(PdHttp pd, List<KeyRange> ranges) {
    String ruleId = "thunderhead-" + UUID.randomUUID();
    pd.putScheduleDeny(ruleId, ranges, TTL);
    Renewal renewal =
        Renewal.of("scheduler-pause", TTL, () -> pd.putScheduleDeny(ruleId, ranges, TTL));
    return new SchedulerPause(pd, ruleId, renewal);
  }

  /** Removes the rule; when PD does not answer, the rule's own life removes it. */
  @Override
  public void close() {
    renewal.close();
    for (int i = 1; i <= CLOSE_TRIES; i++) {
      try {
        pd.deleteLabelRule(ruleId);
        return;
      } catch (RuntimeException e) {
        LOG.warn(
            "label rule {} could not be removed (try {} of {}), it ends by itself within {}: {}",
            ruleId,
            i,
            CLOSE_TRIES,
            TTL,
            e.getMessage());
      }
    }
  }
}
