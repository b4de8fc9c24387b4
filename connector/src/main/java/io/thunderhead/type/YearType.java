package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** YEAR: the number is 0 or 1901 to 2155 (kv-encoding 4.4). */
public final class YearType extends ColumnType {
  private static final int MIN = 1901;
  private static final int MAX = 2155;
  private static final int YEAR_DIGITS = 4;

  private final ConversionRules rules;
  private final NumberText number = new NumberText();

  /** Makes the type. */
  public YearType(ConversionRules rules) {
    this.rules = rules;
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return FLAT.contains(kind);
  }

  @Override
  public void fromText(String text, Datum out) {
    long year = IntegerType.parse(text, number, rules);
    if (year == Long.MIN_VALUE || year == Long.MAX_VALUE) {
      zero(out);
      return;
    }
    boolean shortZero =
        year == 0 && text.length() != YEAR_DIGITS && text.stripLeading().startsWith("0");
    out.setNumber(adjust(year, shortZero));
  }

  @Override
  public void fromLiteral(byte[] value, Datum out) {
    fromUnsigned(BinaryLiteral.number(value, rules), out);
  }

  @Override
  public void fromLong(long value, Datum out) {
    out.setNumber(adjust(value, false));
  }

  @Override
  public void fromDouble(double value, Datum out) {
    if (Double.isNaN(value)) {
      rules.adjust("it is not a number");
    }
    fromLong((long) Math.rint(value), out);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    BigDecimal bounded = value.max(BigDecimal.valueOf(-1)).min(BigDecimal.valueOf(MAX + 1L));
    fromLong(bounded.setScale(0, RoundingMode.HALF_UP).longValue(), out);
  }

  @Override
  public void fromPacked(long packed, Datum out) {
    out.setNumber(adjust(PackedTime.year(packed), false));
  }

  @Override
  public void fromInstant(long epochSecond, int micros, Datum out) {
    fromCivil(rules.zone().toWall(epochSecond), micros, out);
  }

  @Override
  public void zero(Datum out) {
    out.setNumber(0);
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    out.put(KeyFlag.INT);
    MemComparable.encodeInt(out, value.number());
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    RowIntegers.putSigned(out, value.number());
  }

  @Override
  public void putHashText(Datum value, Bytes out) {
    Utf8.append(out, Long.toString(value.number()));
  }

  @Override
  public String text(byte[] data, int from, int to) {
    StringBuilder out = new StringBuilder(YEAR_DIGITS);
    return PackedTime.pad(out, (int) RowIntegers.signed(data, from, to), YEAR_DIGITS).toString();
  }

  private long adjust(long value, boolean zeroIs2000) {
    if (value == 0 && !zeroIs2000) {
      return 0;
    }
    long year = value;
    if (year >= 0 && year <= 99) {
      year += year <= 69 ? 2000 : 1900;
    }
    if (year >= MIN && year <= MAX) {
      return year;
    }
    rules.adjust("it is out of range 0, " + MIN + ".." + MAX);
    return year < 0 ? 0 : year < MIN ? MIN : MAX;
  }
}
