package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** BIT: the number is the bits; text is the bytes it is made of, not digits (kv-encoding 4.6). */
public final class BitType extends ColumnType {
  private final long max;
  private final int width;
  private final ConversionRules rules;

  /** Makes the type of {@code width} bits, 1 to 64. */
  public BitType(int width, ConversionRules rules) {
    this.width = width;
    this.max = -1L >>> (64 - width);
    this.rules = rules;
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return SCALARS.contains(kind);
  }

  @Override
  public void fromText(String text, Datum out) {
    fromBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    fromBytes(Arrays.copyOfRange(bytes, from, to), out);
  }

  @Override
  public void fromBytes(byte[] value, Datum out) {
    int from = 0;
    while (from < value.length && value[from] == 0) {
      from++;
    }
    if (value.length - from > Long.BYTES) {
      out.setNumber(tooLong());
      return;
    }
    long number = 0;
    for (int i = from; i < value.length; i++) {
      number = number << 8 | (value[i] & 0xff);
    }
    fromLong(number, out);
  }

  @Override
  public void fromLong(long value, Datum out) {
    out.setNumber(Long.compareUnsigned(value, max) > 0 ? tooLong() : value);
  }

  @Override
  public void fromUnsigned(long value, Datum out) {
    fromLong(value, out);
  }

  @Override
  public void fromDouble(double value, Datum out) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      rules.adjust("it is not a finite number");
      out.setNumber(0);
      return;
    }
    fromDecimal(new BigDecimal(Math.rint(value)), out);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (rounded.signum() < 0) {
      rules.adjust("it is negative");
      out.setNumber(0);
    } else if (rounded.bitLength() > width) {
      out.setNumber(tooLong());
    } else {
      out.setNumber(rounded.longValue());
    }
  }

  @Override
  public void zero(Datum out) {
    out.setNumber(0);
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

  /** The bytes of the bits, as a string of the default collation. */
  @Override
  public void putHashText(Datum value, Bytes out) {
    int start = out.length();
    for (int shift = (width - 1) / Byte.SIZE * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.put((int) (value.number() >>> shift));
    }
    int end = out.length();
    while (rules.newCollation() && end > start && out.array()[end - 1] == ' ') {
      end--;
    }
    out.truncate(end);
  }

  @Override
  public String text(byte[] data, int from, int to) {
    return Long.toUnsignedString(RowIntegers.unsigned(data, from, to));
  }

  private long tooLong() {
    rules.adjust("it has more than " + width + " bits");
    return max;
  }
}
