package io.thunderhead.json;

import io.thunderhead.type.Shortest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Prints documents as TiDB does, with a space after each comma and colon (kv-encoding 4.8). */
public final class JsonText {
  private static final double LEAST_PLAIN = 1e-15;
  private static final double LEAST_SCIENTIFIC = 1e15;
  private static final long NANOS_PER_MICRO = 1000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private JsonText() {}

  /**
   * Returns the text of a value.
   *
   * @throws IllegalArgumentException when the bytes are no document
   */
  public static String of(JsonValue value) {
    StringBuilder out = new StringBuilder();
    try {
      append(value, out);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("JSON ends inside a value of kind " + value.kind(), e);
    }
    return out.toString();
  }

  private static void append(JsonValue value, StringBuilder out) {
    switch (value.kind()) {
      case JsonKind.OBJECT -> appendObject(value, out);
      case JsonKind.ARRAY -> appendArray(value, out);
      case JsonKind.LITERAL -> out.append(literal(value.literal()));
      case JsonKind.INT64 -> out.append(value.bits());
      case JsonKind.UINT64 -> out.append(Long.toUnsignedString(value.bits()));
      case JsonKind.FLOAT64 -> out.append(number(value.float64()));
      case JsonKind.STRING ->
          appendString(value.data(), value.stringFrom(), value.stringLength(), out);
      case JsonKind.OPAQUE -> appendOpaque(value, out);
      case JsonKind.DATE -> out.append('"').append(date(value.bits())).append('"');
      case JsonKind.DATETIME, JsonKind.TIMESTAMP ->
          out.append('"').append(dateTime(value.bits())).append('"');
      case JsonKind.TIME -> out.append('"').append(time(value.bits())).append('"');
      default ->
          throw new IllegalArgumentException(
              "JSON type code " + value.kind() + " (expected: 1, 3, 4 or 9..17)");
    }
  }

  private static void appendArray(JsonValue array, StringBuilder out) {
    out.append('[');
    int count = array.count();
    for (int i = 0; i < count; i++) {
      append(array.element(i), out.append(i == 0 ? "" : ", "));
    }
    out.append(']');
  }

  private static void appendObject(JsonValue object, StringBuilder out) {
    out.append('{');
    int count = object.count();
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ", ");
      appendString(object.data(), object.keyFrom(i), object.keyLength(i), out);
      append(object.element(i), out.append(": "));
    }
    out.append('}');
  }

  private static String literal(int literal) {
    return switch (literal) {
      case JsonKind.NULL -> "null";
      case JsonKind.TRUE -> "true";
      case JsonKind.FALSE -> "false";
      default ->
          throw new IllegalArgumentException("JSON literal " + literal + " (expected: 0..2)");
    };
  }

  /** Writes a double so that it reads back as one. */
  private static String number(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = Shortest.of(value);
    double magnitude = Math.abs(value);
    if (magnitude >= LEAST_PLAIN && magnitude < LEAST_SCIENTIFIC) {
      String plain = Shortest.text(shortest);
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String fraction = digits.substring(1).replaceAll("0+$", "");
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (fraction.isEmpty() ? "" : "." + fraction)
        + "e"
        + exponent;
  }

  private static void appendString(byte[] data, int from, int length, StringBuilder out) {
    String text = new String(data, from, length, StandardCharsets.UTF_8);
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void appendOpaque(JsonValue value, StringBuilder out) {
    int from = value.stringFrom();
    byte[] bytes = Arrays.copyOfRange(value.data(), from, from + value.stringLength());
    out.append("\"base64:type")
        .append(value.data()[value.at()] & 0xff)
        .append(':')
        .append(Base64.getEncoder().encodeToString(bytes))
        .append('"');
  }

  private static String date(long bits) {
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", bits >>> 50, bits >>> 46 & 15, bits >>> 41 & 31);
  }

  private static String dateTime(long bits) {
    return date(bits)
        + String.format(
            Locale.ROOT,
            " %02d:%02d:%02d.%06d",
            bits >>> 36 & 31,
            bits >>> 30 & 63,
            bits >>> 24 & 63,
            bits >>> 4 & 0xf_ffff);
  }

  private static String time(long nanos) {
    long micros = Math.abs(nanos) / NANOS_PER_MICRO;
    long seconds = micros / MICROS_PER_SECOND;
    return (nanos < 0 ? "-" : "")
        + String.format(
            Locale.ROOT,
            "%02d:%02d:%02d.%06d",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            micros % MICROS_PER_SECOND);
  }
}
