package io.thunderhead.type;

/** DATE and DATETIME: civil time as it is given. */
public final class DateTimeType extends CivilType {
  private final boolean dateOnly;

  private DateTimeType(boolean dateOnly, int fsp, ConversionRules rules) {
    super(fsp, rules);
    this.dateOnly = dateOnly;
  }

  /** Makes the type DATE. */
  public static DateTimeType date(ConversionRules rules) {
    return new DateTimeType(true, 0, rules);
  }

  /** Makes the type DATETIME with {@code fsp} digits of a second. */
  public static DateTimeType dateTime(int fsp, ConversionRules rules) {
    return new DateTimeType(false, fsp, rules);
  }

  @Override
  public void fromPacked(long packed, Datum out) {
    if (dateOnly) {
      store(packed, out);
    } else {
      super.fromPacked(packed, out);
    }
  }

  @Override
  void store(long packed, Datum out) {
    if (packed == PackedTime.INVALID
        || !PackedTime.isTolerable(packed, rules().allowInvalidDates())
        || (packed != 0
            && PackedTime.date(packed) != 0
            && PackedTime.hasZeroInDate(packed)
            && !rules().toleratesZeroInDate())) {
      storeInvalid("it is no date or time", out);
      return;
    }
    long value = dateOnly ? PackedTime.date(packed) : packed;
    if (value == 0) {
      storeZero(out);
    } else if (PackedTime.hasZeroInDate(value) && rules().noZeroInDate()) {
      storeInvalid("its month or day is zero, which NO_ZERO_IN_DATE forbids", out);
    } else {
      out.setNumber(value);
    }
  }

  @Override
  public String text(byte[] data, int from, int to) {
    long packed = RowIntegers.unsigned(data, from, to);
    return dateOnly ? PackedTime.dateText(packed) : PackedTime.text(packed, fsp());
  }
}
