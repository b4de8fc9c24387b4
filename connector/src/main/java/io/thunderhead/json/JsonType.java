package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.NestedReader;
import io.thunderhead.type.SourceKind;
import io.thunderhead.type.Utf8;
import java.math.BigDecimal;

/**
 * JSON: the bytes are the document's binary form; text that is no JSON is refused in any mode.
 *
 * <p>Numbers, dates, times and nested values become what {@link NestedJson} says.
 */
public final class JsonType extends ColumnType {
  private final JsonParser parser = new JsonParser();
  private final NestedJson values;
  private final Bytes utf8 = new Bytes(256);
  private final Bytes repaired = new Bytes(256);

  /** Makes the type; instants are shown by the clocks of the session's zone. */
  public JsonType(ConversionRules rules) {
    values = new NestedJson(rules.zone());
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return kind != SourceKind.DURATION && kind != SourceKind.LITERAL;
  }

  @Override
  public void fromText(String text, Datum out) {
    Utf8.append(utf8.clear(), text);
    parse(out);
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    utf8.clear().put(bytes, from, to - from);
    parse(out);
  }

  @Override
  public void fromBytes(byte[] value, Datum out) {
    utf8.clear().put(value);
    parse(out);
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadValueException always, as in TiDB (kv-encoding 4.8)
   */
  @Override
  public void fromLiteral(byte[] value, Datum out) {
    throw new BadValueException(
        "a hexadecimal or bit literal is no JSON; write the text in quotes");
  }

  @Override
  public void fromBoolean(boolean value, Datum out) {
    values.to(out.startBytes()).putBoolean(value);
  }

  @Override
  public void fromLong(long value, Datum out) {
    values.to(out.startBytes()).putInteger(value);
  }

  @Override
  public void fromUnsigned(long value, Datum out) {
    values.to(out.startBytes()).putUnsigned(value);
  }

  @Override
  public void fromDouble(double value, Datum out) {
    values.to(out.startBytes()).putDouble(value);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    fromDouble(value.doubleValue(), out);
  }

  @Override
  public void fromPackedDate(long packed, Datum out) {
    values.to(out.startBytes()).putTime(JsonKind.DATE, packed);
  }

  @Override
  public void fromPacked(long packed, Datum out) {
    values.to(out.startBytes()).putTime(JsonKind.DATETIME, packed);
  }

  @Override
  public void fromInstant(long epochSecond, int micros, Datum out) {
    values.to(out.startBytes()).putInstant(epochSecond, micros);
  }

  @Override
  public void fromNested(byte[] data, int from, int to, Datum out) {
    try {
      values.to(out.startBytes()).putNested(new NestedReader(data, from, to));
    } catch (InvalidJsonException e) {
      throw new BadValueException(e.getMessage());
    }
  }

  /** Fills in the literal null. */
  @Override
  public void zero(Datum out) {
    values.to(out.startBytes()).putNull();
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    putValue(value, out.put(KeyFlag.JSON));
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    out.put(value.bytes().array(), 0, value.bytes().length());
  }

  @Override
  public String text(byte[] data, int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("JSON of no bytes (expected: a type code)");
    }
    return JsonText.of(JsonValue.of(data, from));
  }

  private void parse(Datum out) {
    Utf8.appendRepaired(repaired.clear(), utf8.array(), utf8.length());
    try {
      parser.parse(repaired.array(), repaired.length(), out.startBytes());
    } catch (InvalidJsonException e) {
      throw new BadValueException(e.getMessage());
    }
  }
}
