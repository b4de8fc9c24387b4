package io.thunderhead.type;

/**
 * TIMESTAMP: an instant, packed as UTC civil time.
 *
 * <p>Text and wall-clock values are read in the session's zone (kv-encoding 4.2). An instant is
 * stored as it is, in an overlap too. The range is 1970-01-01 00:00:01 to 2038-01-19
 * 03:14:07.999999 UTC, and the zero date.
 */
public final class TimestampType extends CivilType {
  private static final long MIN_SECOND = 1;
  private static final long MAX_SECOND = Integer.MAX_VALUE;

  /** Makes the type with {@code fsp} digits of a second. */
  public TimestampType(int fsp, ConversionRules rules) {
    super(fsp, rules);
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadValueException always, as in TiDB (kv-encoding 4.4), outside strict mode too
   */
  @Override
  public void fromUnsigned(long value, Datum out) {
    throw new BadValueException(
        "TIMESTAMP takes no number without a sign, though DATETIME does; write it in quotes");
  }

  @Override
  public void fromInstant(long epochSecond, int micros, Datum out) {
    int rounded = PackedTime.roundMicros(micros, fsp());
    boolean carry = rounded == PackedTime.MICROS_PER_SECOND;
    storeInstant(carry ? epochSecond + 1 : epochSecond, carry ? 0 : rounded, out);
  }

  /**
   * Stores wall-clock time.
   *
   * @throws BadValueException also outside strict mode for a time that the zone's clocks skip
   */
  @Override
  void store(long packed, Datum out) {
    if (packed == 0) {
      storeZero(out);
      return;
    }
    if (packed == PackedTime.INVALID || !PackedTime.isReal(packed)) {
      storeInvalid("it is no date and time", out);
      return;
    }
    long wall = PackedTime.wallSecond(packed);
    SessionZone zone = rules().zone();
    if (zone.isGap(wall)) {
      throw new BadValueException("the session time zone skips it when summer time begins");
    }
    storeInstant(zone.toInstant(wall), PackedTime.micros(packed), out);
  }

  @Override
  public String text(byte[] data, int from, int to) {
    long packed = RowIntegers.unsigned(data, from, to);
    if (packed == 0) {
      return PackedTime.text(0, fsp());
    }
    long wall = rules().zone().toWall(PackedTime.wallSecond(packed));
    return PackedTime.text(PackedTime.ofWallSecond(wall, PackedTime.micros(packed)), fsp());
  }

  private void storeInstant(long epochSecond, int micros, Datum out) {
    if (epochSecond < MIN_SECOND || epochSecond > MAX_SECOND) {
      storeInvalid("it is out of range 1970-01-01 00:00:01..2038-01-19 03:14:07 UTC", out);
    } else {
      out.setNumber(PackedTime.ofWallSecond(epochSecond, micros));
    }
  }
}
