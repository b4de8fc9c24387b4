package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.math.BigDecimal;

/** DECIMAL: the bytes are precision, scale and the binary form, as keys and rows have them. */
public final class DecimalType extends ColumnType {
  private final int precision;
  private final int scale;
  private final boolean unsigned;
  private final ConversionRules rules;
  private final MyDecimal number = new MyDecimal();

  /** Makes the type. */
  public DecimalType(int precision, int scale, boolean unsigned, ConversionRules rules) {
    this.precision = precision;
    this.scale = scale;
    this.unsigned = unsigned;
    this.rules = rules;
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return SCALARS.contains(kind);
  }

  @Override
  public void fromText(String text, Datum out) {
    if (!number.parse(text)) {
      rules.adjust("it is not a number");
    }
    fit(out);
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    if (number.parsePlain(bytes, from, to)) {
      fit(out);
    } else {
      super.fromUtf8(bytes, from, to, out);
    }
  }

  @Override
  public void fromLiteral(byte[] value, Datum out) {
    fromUnsigned(BinaryLiteral.number(value, rules), out);
  }

  @Override
  public void fromLong(long value, Datum out) {
    number.set(value);
    fit(out);
  }

  @Override
  public void fromDouble(double value, Datum out) {
    if (Double.isFinite(value)) {
      number.set(Shortest.of(value));
    } else {
      rules.adjust("it is not a finite number");
      if (Double.isNaN(value)) {
        number.setZero();
      } else {
        number.setMax(value < 0, precision, scale);
      }
    }
    fit(out);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    number.set(value);
    fit(out);
  }

  @Override
  public void zero(Datum out) {
    number.setZero();
    fit(out);
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    putValue(value, out.put(KeyFlag.DECIMAL));
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    out.put(value.bytes().array(), 0, value.bytes().length());
  }

  @Override
  public String text(byte[] data, int from, int to) {
    return MyDecimal.text(data, from, to);
  }

  private void fit(Datum out) {
    number.round(scale);
    if (number.integerDigits() > precision - scale) {
      rules.adjust("it has more than " + (precision - scale) + " digits before the point");
      number.setMax(number.negative(), precision, scale);
    }
    if (unsigned && number.negative()) {
      rules.adjust("it is negative and the type unsigned");
      number.setZero();
    }
    number.write(out.startBytes(), precision, scale);
  }
}
