package io.thunderhead.type;

import java.time.ZoneId;
import java.util.Set;

/** What a session and a cluster settle about conversions (kv-encoding 4.5). Not thread-safe. */
public final class ConversionRules {
  private final boolean strict;
  private final boolean noZeroDate;
  private final boolean noZeroInDate;
  private final boolean allowInvalidDates;
  private final boolean newCollation;
  private final SessionZone zone;

  /** Takes the session's modes and zone and the cluster's {@code new_collation_enabled}. */
  public ConversionRules(Set<SqlMode> modes, ZoneId zone, boolean newCollation) {
    this.strict = SqlMode.isStrict(modes);
    this.noZeroDate = modes.contains(SqlMode.NO_ZERO_DATE);
    this.noZeroInDate = modes.contains(SqlMode.NO_ZERO_IN_DATE);
    this.allowInvalidDates = modes.contains(SqlMode.ALLOW_INVALID_DATES);
    this.newCollation = newCollation;
    this.zone = new SessionZone(zone);
  }

  boolean strict() {
    return strict;
  }

  boolean noZeroDate() {
    return noZeroDate;
  }

  boolean noZeroInDate() {
    return noZeroInDate;
  }

  boolean allowInvalidDates() {
    return allowInvalidDates;
  }

  /** Tells whether parsing takes a zero month or day at all. */
  boolean toleratesZeroInDate() {
    return !noZeroInDate || !noZeroDate || !strict || allowInvalidDates;
  }

  boolean newCollation() {
    return newCollation;
  }

  SessionZone zone() {
    return zone;
  }

  /**
   * Reports that a value must be adjusted; returns when it may be.
   *
   * @throws BadValueException in strict mode
   */
  void adjust(String reason) {
    if (strict) {
      throw new BadValueException(reason);
    }
  }
}
