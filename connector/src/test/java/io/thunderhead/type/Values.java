package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Shorthand for tests of types: what text becomes in a row and in a key, and back. */
final class Values {
  static final ConversionRules STRICT = strict(ZoneOffset.UTC);
  static final ConversionRules LOOSE = new ConversionRules(SqlMode.parse(""), ZoneOffset.UTC, true);

  private Values() {}

  static ConversionRules strict(ZoneId zone) {
    return new ConversionRules(SqlMode.CLUSTER_DEFAULT, zone, true);
  }

  static ConversionRules rules(String modes) {
    return new ConversionRules(SqlMode.parse(modes), ZoneOffset.UTC, true);
  }

  static Datum datum(Consumer<Datum> conversion) {
    Datum value = new Datum();
    conversion.accept(value);
    return value;
  }

  /** Converts text and shows it as a client would. */
  static String text(ColumnType type, String text) {
    return shown(type, datum(out -> type.fromText(text, out)));
  }

  static String shown(ColumnType type, Datum value) {
    Bytes row = new Bytes(16);
    type.putValue(value, row);
    return type.text(row.array(), 0, row.length());
  }

  static String rowHex(ColumnType type, String text) {
    Bytes row = new Bytes(16);
    type.putValue(datum(out -> type.fromText(text, out)), row);
    return HexFormat.of().formatHex(row.toByteArray());
  }

  static String keyHex(ColumnType type, String text) {
    return HexFormat.of().formatHex(key(type, text));
  }

  static byte[] key(ColumnType type, String text) {
    Bytes key = new Bytes(16);
    type.putKey(datum(out -> type.fromText(text, out)), key);
    return key.toByteArray();
  }
}
