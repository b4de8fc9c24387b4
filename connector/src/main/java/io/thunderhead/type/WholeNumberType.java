package io.thunderhead.type;

/** What TINYINT to BIGINT have alike, signed or not. */
abstract class WholeNumberType extends ColumnType {
  final ConversionRules rules;
  final NumberText number = new NumberText();

  WholeNumberType(ConversionRules rules) {
    this.rules = rules;
  }

  @Override
  public final boolean accepts(SourceKind kind) {
    return FLAT.contains(kind);
  }

  @Override
  public final void fromLiteral(byte[] value, Datum out) {
    fromUnsigned(BinaryLiteral.number(value, rules), out);
  }

  @Override
  public final void fromPackedDate(long packed, Datum out) {
    fromLong(PackedTime.dateNumber(packed), out);
  }

  @Override
  public final void fromPacked(long packed, Datum out) {
    fromLong(Times.number(packed, rules.zone()), out);
  }

  @Override
  public final void fromInstant(long epochSecond, int micros, Datum out) {
    fromCivil(rules.zone().toWall(epochSecond), micros, out);
  }

  @Override
  public final void zero(Datum out) {
    out.setNumber(0);
  }
}
