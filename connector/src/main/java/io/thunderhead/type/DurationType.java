package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;

/** TIME: the number is nanoseconds, at most 838:59:59 either way (kv-encoding 4.3). */
public final class DurationType extends ColumnType {
  private static final long NANOS_PER_MICRO = 1000;
  private static final long MAX_NUMBER = 8385959;
  private static final long DATETIME_NUMBER = 10000000000L;

  private final int fsp;
  private final ConversionRules rules;
  private final DurationParser parser;

  /** Makes the type with {@code fsp} digits of a second. */
  public DurationType(int fsp, ConversionRules rules) {
    this.fsp = fsp;
    this.rules = rules;
    this.parser = new DurationParser(rules);
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return switch (kind) {
      case BOOLEAN, DATE, LITERAL, NUMBERS, NESTED -> false;
      case TEXT, BYTES, INTEGER, UNSIGNED, FLOAT, DOUBLE, DECIMAL -> true;
      case CIVIL, INSTANT, DURATION -> true;
    };
  }

  @Override
  public void fromText(String text, Datum out) {
    if (!parser.parse(text, fsp)) {
      rules.adjust("it is no time between -838:59:59 and 838:59:59");
    }
    out.setNumber(parser.micros() * NANOS_PER_MICRO);
  }

  @Override
  public void fromLong(long value, Datum out) {
    fromNumber(value, Long.toString(value), out);
  }

  @Override
  public void fromUnsigned(long value, Datum out) {
    if (value < 0) {
      throw new BadValueException("it is above 838:59:59");
    }
    fromLong(value, out);
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadValueException always, as in TiDB
   */
  @Override
  public void fromLiteral(byte[] value, Datum out) {
    throw new BadValueException("a hexadecimal or bit literal is no time; write it in quotes");
  }

  @Override
  public void fromDouble(double value, Datum out) {
    if (!Double.isFinite(value)) {
      throw new BadValueException("it is not a finite number");
    }
    fromNumber((long) Math.rint(value), Shortest.text(Shortest.of(value)), out);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    fromNumber(value.longValue(), value.toPlainString(), out);
  }

  @Override
  public void fromPacked(long packed, Datum out) {
    long micros = DurationParser.micros(packed);
    out.setNumber(DurationParser.round(micros, fsp) * NANOS_PER_MICRO);
  }

  @Override
  public void fromDuration(long micros, Datum out) {
    long rounded = Long.signum(micros) * DurationParser.round(Math.abs(micros), fsp);
    if (Math.abs(rounded) > DurationParser.MAX_MICROS) {
      rules.adjust("it is no time between -838:59:59 and 838:59:59");
      rounded = Long.signum(micros) * DurationParser.MAX_MICROS;
    }
    out.setNumber(rounded * NANOS_PER_MICRO);
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
    out.put(KeyFlag.DURATION);
    MemComparable.encodeInt(out, value.number());
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    RowIntegers.putSigned(out, value.number());
  }

  @Override
  public String text(byte[] data, int from, int to) {
    long micros = RowIntegers.signed(data, from, to) / NANOS_PER_MICRO;
    long seconds = Math.abs(micros) / PackedTime.MICROS_PER_SECOND;
    StringBuilder out = new StringBuilder(17).append(micros < 0 ? "-" : "");
    PackedTime.pad(out, (int) (seconds / 3600), 2).append(':');
    PackedTime.pad(out, (int) (seconds / 60 % 60), 2).append(':');
    PackedTime.pad(out, (int) (seconds % 60), 2);
    PackedTime.appendFraction(out, (int) (Math.abs(micros) % PackedTime.MICROS_PER_SECOND), fsp);
    return out.toString();
  }

  private void fromNumber(long rounded, String text, Datum out) {
    if (rounded < -MAX_NUMBER) {
      throw new BadValueException("it is below -838:59:59");
    }
    if (rounded > MAX_NUMBER && rounded < DATETIME_NUMBER) {
      rules.adjust("it is above 838:59:59");
      out.setNumber(DurationParser.MAX_MICROS * NANOS_PER_MICRO);
      return;
    }
    fromText(text, out);
  }
}
