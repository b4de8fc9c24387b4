package io.thunderhead.watch;

import java.io.Serializable;

/**
 * One phase of a load.
 *
 * @param startMillis since the load began
 * @param endMillis since the load began; that of now while the phase runs
 */
public record PhaseSpan(String name, long startMillis, long endMillis) implements Serializable {
  /** Checks the order. */
  public PhaseSpan {
    if (startMillis < 0 || endMillis < startMillis) {
      throw new IllegalArgumentException(
          "phase %s from %d to %d ms (expected: 0 <= start <= end)"
              .formatted(name, startMillis, endMillis));
    }
  }
}
