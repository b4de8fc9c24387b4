package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.util.Set;

/** What DATE, DATETIME and TIMESTAMP share; the number is the packed time that is stored. */
abstract class CivilType extends ColumnType {
  private static final Set<SourceKind> ACCEPTED =
      Set.of(
          SourceKind.TEXT,
          SourceKind.BYTES,
          SourceKind.INTEGER,
          SourceKind.UNSIGNED,
          SourceKind.DECIMAL,
          SourceKind.DATE,
          SourceKind.CIVIL,
          SourceKind.INSTANT);

  private final int fsp;
  private final ConversionRules rules;
  private final TimeParser parser;

  CivilType(int fsp, ConversionRules rules) {
    this.fsp = fsp;
    this.rules = rules;
    this.parser = new TimeParser(rules.zone());
  }

  @Override
  public final boolean accepts(SourceKind kind) {
    return ACCEPTED.contains(kind);
  }

  @Override
  public final void fromText(String text, Datum out) {
    store(parser.parse(text, fsp, false), out);
  }

  @Override
  public final void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    long plain = PlainText.time(bytes, from, to);
    if (plain == PackedTime.INVALID) {
      super.fromUtf8(bytes, from, to, out);
    } else {
      store(plain, out);
    }
  }

  @Override
  public final void fromLong(long value, Datum out) {
    store(TimeParser.parse(value), out);
  }

  @Override
  public void fromUnsigned(long value, Datum out) {
    if (value < 0) {
      storeInvalid("it is no date or time", out);
    } else {
      fromLong(value, out);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadValueException always, as in TiDB (kv-encoding 4.4)
   */
  @Override
  public final void fromLiteral(byte[] value, Datum out) {
    throw new BadValueException(
        "a hexadecimal or bit literal is no date or time; write it in quotes");
  }

  @Override
  public final void fromDecimal(BigDecimal value, Datum out) {
    String text = value.toPlainString();
    store(text.startsWith("0.0") ? 0 : parser.parse(text, fsp, true), out);
  }

  @Override
  public void fromPacked(long packed, Datum out) {
    store(Times.round(packed, fsp, rules.zone()), out);
  }

  @Override
  public void fromInstant(long epochSecond, int micros, Datum out) {
    fromCivil(rules.zone().toWall(epochSecond), micros, out);
  }

  @Override
  public final void zero(Datum out) {
    out.setNumber(0);
  }

  @Override
  public final void putKey(Datum value, Bytes out) {
    out.put(KeyFlag.UINT);
    MemComparable.encodeUint(out, value.number());
  }

  @Override
  public final void putValue(Datum value, Bytes out) {
    RowIntegers.putUnsigned(out, value.number());
  }

  final int fsp() {
    return fsp;
  }

  final ConversionRules rules() {
    return rules;
  }

  @Override
  final void outOfRange(Datum out) {
    storeInvalid("its year is not in 0..9999", out);
  }

  /** Stores wall-clock time if the column can hold it; {@link PackedTime#INVALID} is no time. */
  abstract void store(long packed, Datum out);

  /** Stores the zero date, where it may stand for itself. */
  final void storeZero(Datum out) {
    if (rules.noZeroDate()) {
      rules.adjust("it is the zero date, which NO_ZERO_DATE forbids");
    }
    out.setNumber(0);
  }

  /** Stores the zero date in the place of what is no time. */
  final void storeInvalid(String reason, Datum out) {
    rules.adjust(reason);
    out.setNumber(0);
  }
}
