package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.SourceKind;
import io.thunderhead.type.Utf8;
import java.math.BigDecimal;

/** JSON: the bytes are the document's binary form; text that is no JSON is refused in any mode. */
public final class JsonType extends ColumnType {
  private final JsonParser parser = new JsonParser();
  private final JsonWriter writer = new JsonWriter();
  private final Bytes utf8 = new Bytes(256);
  private final Bytes repaired = new Bytes(256);

  @Override
  public boolean accepts(SourceKind kind) {
    return switch (kind) {
      case TEXT, BYTES, LITERAL, BOOLEAN, INTEGER, UNSIGNED, FLOAT, DOUBLE, DECIMAL -> true;
      case DATE, CIVIL, INSTANT -> false;
    };
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

  @Override
  public void fromLong(long value, Datum out) {
    start(out).fixed(JsonKind.INT64, value);
  }

  @Override
  public void fromDouble(double value, Datum out) {
    if (!Double.isFinite(value)) {
      throw new BadValueException("JSON has no number for it");
    }
    start(out).float64(value);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    fromDouble(value.doubleValue(), out);
  }

  /** Fills in the literal null. */
  @Override
  public void zero(Datum out) {
    start(out).literal(JsonKind.NULL);
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

  private JsonWriter start(Datum out) {
    writer.start(out.startBytes());
    return writer;
  }
}
