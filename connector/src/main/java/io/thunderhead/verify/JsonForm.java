package io.thunderhead.verify;

import io.thunderhead.codec.Bytes;
import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonText;
import io.thunderhead.json.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * Writes documents in a form in which those are equal that say the same.
 *
 * <ul>
 *   <li>Numbers by their value, whether they were written as integers or not: {@code 1.0} is 1.
 *   <li>Dates, times and opaque values as the strings that they are shown as.
 *   <li>Objects with their keys in the order of the binary form, which is one for equal keys.
 * </ul>
 */
final class JsonForm {
  private static final double TWO_63 = 0x1p63;

  private JsonForm() {}

  static void put(JsonValue value, Bytes out) {
    switch (value.kind()) {
      case JsonKind.OBJECT -> putObject(value, out);
      case JsonKind.ARRAY -> putArray(value, out);
      case JsonKind.LITERAL -> out.put('l').put(value.literal());
      case JsonKind.INT64 -> out.put('i').putLong(value.bits());
      case JsonKind.UINT64 -> out.put(value.bits() < 0 ? 'u' : 'i').putLong(value.bits());
      case JsonKind.FLOAT64 -> putDouble(value.float64(), out);
      case JsonKind.STRING ->
          putString(value.data(), value.stringFrom(), value.stringLength(), out);
      default -> putShown(value, out);
    }
  }

  private static void putObject(JsonValue object, Bytes out) {
    int count = object.count();
    out.put('o').putLittleEndian(count, Integer.BYTES);
    for (int i = 0; i < count; i++) {
      putString(object.data(), object.keyFrom(i), object.keyLength(i), out);
      put(object.element(i), out);
    }
  }

  private static void putArray(JsonValue array, Bytes out) {
    int count = array.count();
    out.put('a').putLittleEndian(count, Integer.BYTES);
    for (int i = 0; i < count; i++) {
      put(array.element(i), out);
    }
  }

  private static void putDouble(double value, Bytes out) {
    if (value != Math.rint(value) || value < -TWO_63 || value >= 2 * TWO_63) {
      out.put('d').putLong(Double.doubleToRawLongBits(value));
    } else if (value < TWO_63) {
      out.put('i').putLong((long) value);
    } else {
      out.put('u').putLong((long) (value - TWO_63) ^ Long.MIN_VALUE);
    }
  }

  private static void putString(byte[] data, int from, int length, Bytes out) {
    out.put('s').putLittleEndian(length, Integer.BYTES).put(data, from, length);
  }

  private static void putShown(JsonValue value, Bytes out) {
    String quoted = JsonText.of(value);
    byte[] text = quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8);
    putString(text, 0, text.length, out);
  }
}
