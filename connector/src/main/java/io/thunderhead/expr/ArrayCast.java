package io.thunderhead.expr;

import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonText;
import io.thunderhead.json.JsonValue;
import io.thunderhead.json.JsonWriter;
import io.thunderhead.type.BadValueException;

/** CAST to an ARRAY: a document whose elements all have one type (kv-encoding 3.6). */
final class ArrayCast {
  /** Writes an element that has the type. */
  private interface Element {
    void write(JsonValue element, JsonWriter writer);
  }

  private ArrayCast() {}

  static Expr of(Expr e, Node.Cast cast) {
    if (e.type().kind() != Kind.JSON) {
      throw Env.unsupported("a CAST of " + e.type().kind() + " to an ARRAY");
    }
    Element element =
        switch (cast.type()) {
          case "signed" -> (json, writer) -> integer(json, false, writer);
          case "unsigned" -> (json, writer) -> integer(json, true, writer);
          case "double" -> ArrayCast::real;
          case "char" -> (json, writer) -> text(json, cast.length(), writer);
          case "date" -> (json, writer) -> moment(json, JsonKind.DATE, "DATE", writer);
          case "datetime" -> (json, writer) -> moment(json, JsonKind.DATETIME, "DATETIME", writer);
          case "time" -> (json, writer) -> moment(json, JsonKind.TIME, "TIME", writer);
          default -> throw Env.unsupported("a CAST to an ARRAY of " + cast.type());
        };
    JsonWriter writer = new JsonWriter();
    return Casts.call(
        ExprType.JSON,
        (a, out) -> {
          writer.start(out.startBytes());
          write(JsonValues.of(a[0]), element, writer);
        },
        e);
  }

  /** Writes an array, of one element when the document is none. */
  private static void write(JsonValue json, Element element, JsonWriter writer) {
    writer.startArray();
    if (json.kind() == JsonKind.ARRAY) {
      int count = json.count();
      for (int i = 0; i < count; i++) {
        element.write(json.element(i), writer);
      }
    } else {
      element.write(json, writer);
    }
    writer.end();
  }

  private static void integer(JsonValue json, boolean unsigned, JsonWriter writer) {
    boolean integer = json.kind() == JsonKind.INT64 || json.kind() == JsonKind.UINT64;
    if (!integer) {
      throw mismatch(json, unsigned ? "UNSIGNED" : "SIGNED");
    }
    long bits = JsonValues.integer(json, unsigned);
    writer.fixed(unsigned ? JsonKind.UINT64 : JsonKind.INT64, bits);
  }

  private static void real(JsonValue json, JsonWriter writer) {
    boolean number =
        json.kind() == JsonKind.INT64
            || json.kind() == JsonKind.UINT64
            || json.kind() == JsonKind.FLOAT64;
    if (!number) {
      throw mismatch(json, "DOUBLE");
    }
    writer.float64(JsonValues.real(json));
  }

  private static void text(JsonValue json, int length, JsonWriter writer) {
    if (json.kind() != JsonKind.STRING) {
      throw mismatch(json, "CHAR");
    }
    String text = JsonValues.string(json);
    if (length >= 0 && text.codePointCount(0, text.length()) > length) {
      throw new BadValueException("an element of the array is longer than " + length);
    }
    writer.string(json.data(), json.stringFrom(), json.stringLength());
  }

  /** Text is no date here; only documents that are not parsed from text have any. */
  private static void moment(JsonValue json, int kind, String type, JsonWriter writer) {
    if (json.kind() != kind) {
      throw mismatch(json, type);
    }
    writer.copy(json);
  }

  private static BadValueException mismatch(JsonValue json, String type) {
    return new BadValueException(
        "the element " + JsonText.of(json) + " of the array is no " + type);
  }
}
