package io.thunderhead.expr;

import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonText;
import io.thunderhead.json.JsonValue;
import io.thunderhead.type.BadValueException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Documents taken as numbers and text. */
final class JsonValues {
  private JsonValues() {}

  /** Returns the document that a value holds. */
  static JsonValue of(Value value) {
    return JsonValue.of(value.bytes().array(), 0);
  }

  /** Returns the characters of a string, the text of all else. */
  static String unquoted(JsonValue json) {
    return json.kind() == JsonKind.STRING ? string(json) : JsonText.of(json);
  }

  static String string(JsonValue json) {
    return new String(json.data(), json.stringFrom(), json.stringLength(), StandardCharsets.UTF_8);
  }

  /** Returns the bits of a number as an integer, a double rounded half to even. */
  static long integer(JsonValue json, boolean unsigned) {
    return switch (json.kind()) {
      case JsonKind.INT64, JsonKind.UINT64 -> {
        boolean negative = json.kind() == JsonKind.INT64 && json.bits() < 0;
        boolean large = json.kind() == JsonKind.UINT64 && json.bits() < 0;
        if (unsigned ? negative : large) {
          throw Env.outOfRange("BIGINT");
        }
        yield json.bits();
      }
      case JsonKind.FLOAT64 -> Casts.round(json.float64(), unsigned);
      case JsonKind.LITERAL -> truth(json);
      default -> throw noNumber(json);
    };
  }

  static double real(JsonValue json) {
    return switch (json.kind()) {
      case JsonKind.INT64, JsonKind.UINT64 ->
          Casts.toDouble(json.bits(), json.kind() == JsonKind.UINT64);
      case JsonKind.FLOAT64 -> json.float64();
      case JsonKind.LITERAL -> (double) truth(json);
      default -> throw noNumber(json);
    };
  }

  static BigDecimal decimal(JsonValue json) {
    boolean integer = json.kind() == JsonKind.INT64 || json.kind() == JsonKind.UINT64;
    return integer
        ? Casts.toBigDecimal(json.bits(), json.kind() == JsonKind.UINT64)
        : Casts.ofReal(real(json), -1);
  }

  private static long truth(JsonValue json) {
    if (json.literal() == JsonKind.NULL) {
      throw noNumber(json);
    }
    return json.literal() == JsonKind.TRUE ? 1 : 0;
  }

  private static BadValueException noNumber(JsonValue json) {
    return new BadValueException(
        "an expression takes the JSON " + JsonText.of(json) + " as a number");
  }
}
