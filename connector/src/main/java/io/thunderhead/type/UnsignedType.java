package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** TINYINT to BIGINT, unsigned: the number's 64 bits are the value. */
public final class UnsignedType extends WholeNumberType {
  private static final double TWO_TO_64 = 0x1p64;

  private final long max;

  /** Makes the type of {@code bits} bits. */
  public UnsignedType(int bits, ConversionRules rules) {
    super(rules);
    this.max = -1L >>> (64 - bits);
  }

  @Override
  public void fromText(String text, Datum out) {
    number.scan(text);
    if (!number.complete()) {
      rules.adjust("it is not a number");
    }
    number.round();
    if (number.negative() && (number.overflow() || number.magnitude() != 0)) {
      out.setNumber(clamp(true));
    } else if (number.overflow()) {
      out.setNumber(clamp(false));
    } else {
      out.setNumber(bounded(number.magnitude()));
    }
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    long plain = PlainText.integer(bytes, from, to);
    if (plain < 0) {
      super.fromUtf8(bytes, from, to, out);
    } else {
      out.setNumber(bounded(plain));
    }
  }

  @Override
  public void fromLong(long value, Datum out) {
    out.setNumber(value < 0 ? clamp(true) : bounded(value));
  }

  @Override
  public void fromUnsigned(long value, Datum out) {
    out.setNumber(bounded(value));
  }

  @Override
  public void fromDouble(double value, Datum out) {
    out.setNumber(round(value));
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (rounded.signum() < 0 || rounded.bitLength() > 64) {
      out.setNumber(clamp(rounded.signum() < 0));
    } else {
      out.setNumber(bounded(rounded.longValue()));
    }
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    out.put(KeyFlag.UINT);
    MemComparable.encodeUint(out, value.number());
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    RowIntegers.putUnsigned(out, value.number());
  }

  @Override
  public String text(byte[] data, int from, int to) {
    return Long.toUnsignedString(RowIntegers.unsigned(data, from, to));
  }

  private long round(double value) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded)) {
      rules.adjust("it is not a number");
      return 0;
    }
    if (rounded < 0) {
      return clamp(true);
    }
    double bound = max == -1 ? TWO_TO_64 : max;
    if (rounded >= bound) {
      return rounded == bound ? max : clamp(false);
    }
    return rounded >= 0x1p63 ? (long) (rounded - 0x1p63) ^ Long.MIN_VALUE : (long) rounded;
  }

  private long bounded(long value) {
    return Long.compareUnsigned(value, max) > 0 ? clamp(false) : value;
  }

  private long clamp(boolean low) {
    rules.adjust("it is out of range 0.." + Long.toUnsignedString(max));
    return low ? 0 : max;
  }
}
