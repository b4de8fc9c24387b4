package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;

/** FLOAT and DOUBLE, with or without (M,D): the number is the bits of a double. */
public final class FloatType extends ColumnType {
  private static final long NEGATIVE_ZERO = Long.MIN_VALUE;

  private final boolean single;
  private final boolean unsigned;
  private final int decimals;
  private final double max;
  private final ConversionRules rules;
  private final NumberText number = new NumberText();

  /**
   * Makes the type.
   *
   * @param single whether values are rounded to a float
   * @param precision M, -1 for none
   * @param decimals D, -1 for none
   */
  public FloatType(
      boolean single, boolean unsigned, int precision, int decimals, ConversionRules rules) {
    this.single = single;
    this.unsigned = unsigned;
    this.decimals = precision >= 0 ? decimals : -1;
    this.max =
        this.decimals < 0
            ? Double.POSITIVE_INFINITY
            : powerOfTen(precision - decimals) - powerOfTen(-decimals);
    this.rules = rules;
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return SCALARS.contains(kind);
  }

  @Override
  public void fromText(String text, Datum out) {
    number.scan(text);
    if (!number.complete()) {
      rules.adjust("it is not a number");
    }
    double value = number.toDouble();
    if (Double.isInfinite(value)) {
      rules.adjust("it is out of range of a double");
      value = Math.copySign(Double.MAX_VALUE, value);
    }
    fromDouble(value, out);
  }

  @Override
  public void fromLiteral(byte[] value, Datum out) {
    fromUnsigned(BinaryLiteral.number(value, rules), out);
  }

  @Override
  public void fromLong(long value, Datum out) {
    fromDouble((double) value, out);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    fromDouble(value.doubleValue(), out);
  }

  @Override
  public void fromDouble(double value, Datum out) {
    out.setNumber(Double.doubleToRawLongBits(fit(value)));
  }

  @Override
  public void zero(Datum out) {
    out.setNumber(0);
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    putValue(value, out.put(KeyFlag.FLOAT));
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    MemComparable.encodeDouble(out, Double.longBitsToDouble(value.number()));
  }

  @Override
  public void putHashText(Datum value, Bytes out) {
    if (value.number() == NEGATIVE_ZERO) {
      out.put('-').put('0');
    } else {
      super.putHashText(value, out);
    }
  }

  @Override
  public String text(byte[] data, int from, int to) {
    if (to - from != Double.BYTES) {
      throw new IllegalArgumentException("double of " + (to - from) + " bytes (expected: 8)");
    }
    double value = MemComparable.decodeDouble(data, from);
    return Shortest.text(single ? Shortest.of((float) value) : Shortest.of(value));
  }

  private double fit(double value) {
    if (Double.isNaN(value)) {
      rules.adjust("it is not a number");
      return 0;
    }
    double fitted = decimals < 0 ? value : truncate(value);
    if (unsigned && fitted < 0) {
      rules.adjust("it is negative and the type unsigned");
      return 0;
    }
    double bound = single ? Float.MAX_VALUE : Double.MAX_VALUE;
    if (Math.abs(fitted) > bound) {
      rules.adjust("it is out of range of the type");
      fitted = Math.copySign(bound, fitted);
    }
    return single ? (float) fitted : fitted;
  }

  private double truncate(double value) {
    double shift = powerOfTen(decimals);
    double scaled = value * shift;
    double rounded = Double.isInfinite(scaled) ? value : Math.rint(scaled) / shift;
    if (Math.abs(rounded) > max) {
      rules.adjust("it is out of range -" + max + ".." + max);
      return Math.copySign(max, rounded);
    }
    return rounded;
  }

  private static double powerOfTen(int exponent) {
    return Double.parseDouble("1e" + exponent);
  }
}
