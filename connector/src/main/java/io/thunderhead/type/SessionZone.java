package io.thunderhead.type;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Wall-clock seconds of the session's zone to instants and back, as TiDB does it (kv-encoding 4.2).
 *
 * <p>Wall-clock seconds count from 1970-01-01 00:00:00 on the wall. The last period between two
 * transitions is kept, so that most calls ask nothing of the rules.
 */
public final class SessionZone {
  private final ZoneRules rules;
  private long periodStart;
  private long periodEnd;
  private int periodOffset;

  SessionZone(ZoneId zone) {
    rules = zone.getRules();
    if (rules.isFixedOffset()) {
      periodStart = Long.MIN_VALUE;
      periodEnd = Long.MAX_VALUE;
      periodOffset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
    } else {
      offsetAt(0);
    }
  }

  /** Returns the wall-clock seconds at an instant. */
  public long toWall(long epochSecond) {
    return epochSecond + offsetAt(epochSecond);
  }

  /**
   * Returns the instant of wall-clock seconds. In an overlap that is the later reading east of
   * Greenwich and the earlier one west of it: the offset is looked up for the wall-clock read as
   * UTC, and again for the instant which that offset gives.
   *
   * <p>Of a time in a gap it returns an instant whose wall clock is another; see {@link #isGap}.
   */
  public long toInstant(long wallSecond) {
    int offset = offsetAt(wallSecond);
    return offset == 0 ? wallSecond : wallSecond - offsetAt(wallSecond - offset);
  }

  /** Tells whether the wall clock never shows a time, as when summer time begins. */
  public boolean isGap(long wallSecond) {
    return toWall(toInstant(wallSecond)) != wallSecond;
  }

  private int offsetAt(long epochSecond) {
    if (epochSecond < periodStart || epochSecond >= periodEnd) {
      Instant instant = Instant.ofEpochSecond(epochSecond);
      ZoneOffsetTransition next = rules.nextTransition(instant);
      ZoneOffsetTransition previous = rules.previousTransition(instant.plusNanos(1));
      periodStart = previous == null ? Long.MIN_VALUE : previous.toEpochSecond();
      periodEnd = next == null ? Long.MAX_VALUE : next.toEpochSecond();
      periodOffset = rules.getOffset(instant).getTotalSeconds();
    }
    return periodOffset;
  }
}
