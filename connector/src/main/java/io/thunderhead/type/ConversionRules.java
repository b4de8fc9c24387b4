package io.thunderhead.type;

import java.time.ZoneId;
import java.util.Set;

/** What a session and a cluster settle about conversions (kv-encoding 4.5). Not thread-safe. */
public final class ConversionRules {
  private final boolean strict;
  private final boolean noZeroDate;
  private final boolean noZeroInDate;
  private final boolean allowInvalidDates;
  private final boolean errorForDivisionByZero;
  private final boolean noUnsignedSubtraction;
  private final boolean newCollation;
  private final SessionZone zone;

  /** Takes the session's modes and zone and the cluster's {@code new_collation_enabled}. */
  public ConversionRules(Set<SqlMode> modes, ZoneId zone, boolean newCollation) {
    this.strict = SqlMode.isStrict(modes);
    this.noZeroDate = modes.contains(SqlMode.NO_ZERO_DATE);
    this.noZeroInDate = modes.contains(SqlMode.NO_ZERO_IN_DATE);
    this.allowInvalidDates = modes.contains(SqlMode.ALLOW_INVALID_DATES);
    this.errorForDivisionByZero = modes.contains(SqlMode.ERROR_FOR_DIVISION_BY_ZERO);
    this.noUnsignedSubtraction = modes.contains(SqlMode.NO_UNSIGNED_SUBTRACTION);
    this.newCollation = newCollation;
    this.zone = new SessionZone(zone);
  }

  public boolean strict() {
    return strict;
  }

  public boolean noZeroDate() {
    return noZeroDate;
  }

  public boolean noZeroInDate() {
    return noZeroInDate;
  }

  public boolean allowInvalidDates() {
    return allowInvalidDates;
  }

  /** Tells whether a division by zero fails its row, where it would be NULL. */
  public boolean divisionByZeroFails() {
    return errorForDivisionByZero && strict;
  }

  /** Tells whether the difference of unsigned integers is signed. */
  public boolean noUnsignedSubtraction() {
    return noUnsignedSubtraction;
  }

  /** Tells whether parsing takes a zero month or day at all. */
  public boolean toleratesZeroInDate() {
    return !noZeroInDate || !noZeroDate || !strict || allowInvalidDates;
  }

  public boolean newCollation() {
    return newCollation;
  }

  public SessionZone zone() {
    return zone;
  }

  /**
   * Reports that a value must be adjusted; returns when it may be.
   *
   * @throws BadValueException in strict mode
   */
  public void adjust(String reason) {
    if (strict) {
      throw new BadValueException(reason);
    }
  }
}
