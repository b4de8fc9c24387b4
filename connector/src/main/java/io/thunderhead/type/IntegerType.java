package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** TINYINT to BIGINT, signed: the number is the value. */
public final class IntegerType extends WholeNumberType {
  private final long min;
  private final long max;

  /** Makes the type of {@code bits} bits. */
  public IntegerType(int bits, ConversionRules rules) {
    super(rules);
    this.min = -1L << (bits - 1);
    this.max = ~min;
  }

  @Override
  public void fromText(String text, Datum out) {
    out.setNumber(bounded(parse(text, number, rules)));
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    long plain = PlainText.integer(bytes, from, to);
    if (plain == PlainText.NO_INTEGER) {
      super.fromUtf8(bytes, from, to, out);
    } else {
      out.setNumber(bounded(plain));
    }
  }

  @Override
  public void fromLong(long value, Datum out) {
    out.setNumber(bounded(value));
  }

  @Override
  public void fromDouble(double value, Datum out) {
    out.setNumber(round(value));
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (rounded.bitLength() > 63) {
      out.setNumber(clamp(rounded.signum() < 0));
    } else {
      out.setNumber(bounded(rounded.longValue()));
    }
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
  public String text(byte[] data, int from, int to) {
    return Long.toString(RowIntegers.signed(data, from, to));
  }

  @Override
  public void appendText(Datum value, StringBuilder out) {
    out.append(value.number());
  }

  /** Reads text as a signed 64-bit integer, adjusting what is not a number or too large. */
  static long parse(String text, NumberText number, ConversionRules rules) {
    number.scan(text);
    if (!number.complete()) {
      rules.adjust("it is not a number");
    }
    number.round();
    long magnitude = number.magnitude();
    if (number.overflow() || (magnitude < 0 && !(number.negative() && magnitude == -magnitude))) {
      rules.adjust("it is out of range");
      return number.negative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return number.negative() ? -magnitude : magnitude;
  }

  private long round(double value) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded)) {
      rules.adjust("it is not a number");
      return 0;
    }
    if (rounded < min || rounded > max) {
      return clamp(rounded < 0);
    }
    return (long) rounded;
  }

  private long bounded(long value) {
    return value < min || value > max ? clamp(value < 0) : value;
  }

  private long clamp(boolean low) {
    rules.adjust("it is out of range " + min + ".." + max);
    return low ? min : max;
  }
}
