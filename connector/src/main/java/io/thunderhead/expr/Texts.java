package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.Shortest;
import io.thunderhead.type.Utf8;
import java.nio.charset.StandardCharsets;

/** The text of values that are no strings (kv-encoding 4.7, item 6). */
final class Texts {
  private Texts() {}

  /** Returns a string's text; bytes that are no UTF-8 become U+FFFD. */
  static String of(Value value) {
    Bytes bytes = value.bytes();
    return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
  }

  /** Makes a value the string of some text. */
  static void set(Value out, String text) {
    Utf8.append(out.startBytes(), text);
  }

  /** Returns the text of a value of a type other than STRING and JSON. */
  static String of(ExprType type, Value value) {
    return switch (type.kind()) {
      case INT -> integer(type, value.number());
      case REAL ->
          Shortest.text(
              type.tp() == FieldType.FLOAT
                  ? Shortest.of((float) value.real())
                  : Shortest.of(value.real()));
      case DECIMAL -> value.shownDecimal().toPlainString();
      case TIME -> time(type, value.number());
      case DURATION -> duration(value.number(), type.decimal());
      default -> throw new IllegalArgumentException("no text of " + type.kind());
    };
  }

  static String duration(long micros, int fsp) {
    long seconds = Math.abs(micros) / PackedTime.MICROS_PER_SECOND;
    StringBuilder out = new StringBuilder(17).append(micros < 0 ? "-" : "");
    PackedTime.pad(out, (int) (seconds / 3600), 2).append(':');
    PackedTime.pad(out, (int) (seconds / 60 % 60), 2).append(':');
    PackedTime.pad(out, (int) (seconds % 60), 2);
    int rest = (int) (Math.abs(micros) % PackedTime.MICROS_PER_SECOND);
    PackedTime.appendFraction(out, rest, Math.max(fsp, 0));
    return out.toString();
  }

  private static String integer(ExprType type, long number) {
    if (type.tp() == FieldType.YEAR) {
      return number == 0 ? "0000" : Long.toString(number);
    }
    return type.unsigned() ? Long.toUnsignedString(number) : Long.toString(number);
  }

  private static String time(ExprType type, long packed) {
    return type.tp() == FieldType.DATE
        ? PackedTime.dateText(packed)
        : PackedTime.text(packed, Math.max(type.decimal(), 0));
  }
}
