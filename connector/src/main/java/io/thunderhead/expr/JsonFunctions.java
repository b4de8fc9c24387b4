package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.json.InvalidJsonException;
import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonParser;
import io.thunderhead.json.JsonValue;
import io.thunderhead.json.JsonWriter;
import io.thunderhead.type.BadValueException;

/** Functions on documents. */
final class JsonFunctions {
  private JsonFunctions() {}

  static void addTo(Functions functions) {
    functions.add("json_extract", 2, 2, JsonFunctions::extract);
    functions.add("json_unquote", 1, 1, JsonFunctions::unquote);
    functions.add("json_type", 1, 1, JsonFunctions::type);
    functions.add("json_length", 1, 1, JsonFunctions::length);
    functions.add("json_valid", 1, 1, JsonFunctions::valid);
    functions.add("json_array", 0, Functions.ANY, args -> JsonMaker.array(args.all()));
    functions.add("json_object", 0, Functions.ANY, JsonMaker::object);
    functions.add("json_contains", 2, 2, JsonFunctions::contains);
  }

  /** Compiles an argument that is a document, or text that is parsed as one. */
  private static Expr document(Args args, int index) {
    Expr e = args.get(index);
    if (e.type().kind() == Kind.JSON) {
      return e;
    } else if (e.type().kind() != Kind.STRING || e.type().isBinary()) {
      throw args.unsupported("of " + e.type().kind());
    }
    return JsonMaker.parsedText(e);
  }

  private static Expr contains(Args args) {
    return Casts.call(
        ExprType.INT,
        (a, out) ->
            out.setTruth(JsonContainment.contains(JsonValues.of(a[0]), JsonValues.of(a[1]))),
        document(args, 0),
        document(args, 1));
  }

  private static Expr extract(Args args) {
    JsonPath path = new JsonPath(args.literalText(1));
    JsonWriter writer = new JsonWriter();
    return Casts.call(
        ExprType.JSON,
        (a, out) -> {
          JsonValue found = path.find(JsonValues.of(a[0]));
          if (found == null) {
            out.setNull();
          } else {
            writer.start(out.startBytes());
            writer.copy(found);
          }
        },
        document(args, 0));
  }

  private static Expr unquote(Args args) {
    Expr e = args.get(0);
    if (e.type().kind() != Kind.JSON) {
      throw args.unsupported("of " + e.type().kind());
    }
    return Casts.call(
        ExprType.text(false),
        (a, out) -> Texts.set(out, JsonValues.unquoted(JsonValues.of(a[0]))),
        e);
  }

  private static Expr type(Args args) {
    return Casts.call(
        ExprType.text(true),
        (a, out) -> Texts.set(out, name(JsonValues.of(a[0]))),
        document(args, 0));
  }

  private static String name(JsonValue json) {
    return switch (json.kind()) {
      case JsonKind.OBJECT -> "OBJECT";
      case JsonKind.ARRAY -> "ARRAY";
      case JsonKind.LITERAL -> json.literal() == JsonKind.NULL ? "NULL" : "BOOLEAN";
      case JsonKind.INT64 -> "INTEGER";
      case JsonKind.UINT64 -> "UNSIGNED INTEGER";
      case JsonKind.FLOAT64 -> "DOUBLE";
      case JsonKind.STRING -> "STRING";
      default -> throw new BadValueException("an expression takes the type of unusual JSON");
    };
  }

  private static Expr length(Args args) {
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          JsonValue json = JsonValues.of(a[0]);
          boolean container = json.kind() == JsonKind.OBJECT || json.kind() == JsonKind.ARRAY;
          out.setNumber(container ? json.count() : 1);
        },
        document(args, 0));
  }

  private static Expr valid(Args args) {
    Expr e = args.get(0);
    if (e.type().kind() == Kind.JSON) {
      return Casts.call(ExprType.INT, (a, out) -> out.setNumber(1), e);
    } else if (e.type().kind() != Kind.STRING) {
      throw args.unsupported("of " + e.type().kind());
    }
    JsonParser parser = new JsonParser();
    Bytes spare = new Bytes(64);
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          boolean valid = true;
          try {
            parser.parse(a[0].bytes().array(), a[0].bytes().length(), spare.clear());
          } catch (InvalidJsonException failure) {
            valid = false;
          }
          out.setTruth(valid);
        },
        e);
  }
}
