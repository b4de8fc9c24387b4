package io.thunderhead.type;

/** Arithmetic on packed times that needs the session's zone. */
public final class Times {
  private Times() {}

  /**
   * Rounds the fraction half up; a carry that no clock of the zone shows is made on the calendar.
   */
  public static long round(long packed, int fsp, SessionZone zone) {
    int micros = PackedTime.roundMicros(PackedTime.micros(packed), fsp);
    long whole = packed - PackedTime.micros(packed);
    if (micros < PackedTime.MICROS_PER_SECOND) {
      return whole + micros;
    }
    long wall = PackedTime.wallSecond(whole);
    return PackedTime.ofWallSecond(zone.isGap(wall) ? wall + 1 : next(wall, zone), 0);
  }

  /**
   * Returns a time as the number YYYYMMDDhhmmss, rounded to seconds.
   *
   * @throws BadValueException when rounding leaves the year 9999
   */
  public static long number(long packed, SessionZone zone) {
    long rounded = round(packed, 0, zone);
    if (rounded == PackedTime.INVALID) {
      throw new BadValueException("it is rounded beyond the year 9999");
    }
    return PackedTime.number(rounded);
  }

  /** Returns what the wall clock shows one second after it shows {@code wallSecond}. */
  static long next(long wallSecond, SessionZone zone) {
    return zone.toWall(zone.toInstant(wallSecond) + 1);
  }
}
