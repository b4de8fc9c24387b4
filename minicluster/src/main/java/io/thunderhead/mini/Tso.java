package io.thunderhead.mini;

import java.time.Clock;
import java.time.Duration;
import org.tikv.kvproto.Pdpb.Timestamp;

/**
 * PD's timestamp oracle: milliseconds in the upper bits, a counter in the lower 18; never twice the
 * same, never backwards (import-protocol 2.4). Thread-safe.
 */
final class Tso {
  /** Bits of the counter. */
  static final int LOGICAL_BITS = 18;

  private static final long MAX_LOGICAL = (1L << LOGICAL_BITS) - 1;

  private final Clock clock;
  private long physical;
  private long logical;

  Tso(Clock clock) {
    this.clock = clock;
  }

  /** Takes {@code count} timestamps and returns the last of them. */
  synchronized Timestamp take(int count) {
    if (count <= 0 || count > MAX_LOGICAL) {
      throw new IllegalArgumentException("tso count should be positive");
    }
    long now = clock.millis();
    if (now > physical) {
      physical = now;
      logical = 0;
    }
    if (logical + count > MAX_LOGICAL) {
      physical++;
      logical = 0;
    }
    logical += count;
    return Timestamp.newBuilder().setPhysical(physical).setLogical(logical).build();
  }

  /**
   * Jumps ahead of the clock, as a new leader does that starts behind what the old one reserved.
   */
  synchronized void advance(Duration jump) {
    physical = Math.max(physical, clock.millis()) + jump.toMillis();
    logical = 0;
  }

  /** Takes one timestamp in the form that transactions use. */
  long next() {
    return compose(take(1));
  }

  static long compose(Timestamp timestamp) {
    return timestamp.getPhysical() << LOGICAL_BITS | timestamp.getLogical();
  }
}
