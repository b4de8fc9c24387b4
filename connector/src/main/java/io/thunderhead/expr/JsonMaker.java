package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.json.InvalidJsonException;
import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonParser;
import io.thunderhead.json.JsonWriter;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import java.util.ArrayList;
import java.util.List;

/** Documents made of SQL values (kv-encoding 4.8). */
final class JsonMaker {
  /** Writes a value that is not NULL. */
  private interface Writing {
    void write(Value value, JsonWriter writer);
  }

  private JsonMaker() {}

  /** Casts to JSON; text is parsed as a document. */
  static Expr parsed(Expr e) {
    if (e.type().kind() == Kind.JSON) {
      return e;
    } else if (e.type().kind() == Kind.NULL) {
      return new Expr.Retyped(ExprType.JSON, e);
    } else if (e.type().kind() == Kind.STRING && !e.type().isBinary() && !e.type().named()) {
      return parsedText(e);
    }
    Writing writing = writing(e.type());
    JsonWriter writer = new JsonWriter();
    return Casts.call(
        ExprType.JSON,
        (a, out) -> {
          writer.start(out.startBytes());
          writing.write(a[0], writer);
        },
        e);
  }

  /**
   * Parses text as a document.
   *
   * @return an expression that fails its row when the text is none
   */
  static Expr parsedText(Expr e) {
    JsonParser parser = new JsonParser();
    return Casts.call(
        ExprType.JSON,
        (a, out) -> {
          Bytes text = a[0].bytes();
          try {
            parser.parse(text.array(), text.length(), out.startBytes());
          } catch (InvalidJsonException failure) {
            throw new BadValueException("an expression reads no JSON: " + failure.getMessage());
          }
        },
        e);
  }

  /** Makes an array; text becomes strings and NULL the literal null. */
  static Expr array(List<Expr> elements) {
    List<Writing> writings = elements.stream().map(each -> writing(each.type())).toList();
    JsonWriter writer = new JsonWriter();
    return new Expr(ExprType.JSON) {
      @Override
      Value eval() {
        writer.start(out.startBytes());
        writer.startArray();
        for (int i = 0; i < elements.size(); i++) {
          write(elements.get(i), writings.get(i), writer);
        }
        writer.end();
        return out;
      }
    };
  }

  /** Makes an object of keys and values in turn. */
  static Expr object(Args args) {
    if (args.size() % 2 != 0) {
      throw args.unsupported("with a key that has no value");
    }
    List<Expr> keys = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < args.size(); i += 2) {
      keys.add(args.as(Kind.STRING, i));
      values.add(args.get(i + 1));
      if (keys.get(i / 2).type().isBinary()) {
        throw args.unsupported("with a key that is a byte string");
      }
    }
    List<Writing> writings = values.stream().map(each -> writing(each.type())).toList();
    JsonWriter writer = new JsonWriter();
    return new Expr(ExprType.JSON) {
      @Override
      Value eval() {
        writer.start(out.startBytes());
        writer.startObject();
        for (int i = 0; i < keys.size(); i++) {
          writeKey(keys.get(i).eval(), writer);
          write(values.get(i), writings.get(i), writer);
        }
        writer.end();
        return out;
      }
    };
  }

  private static void writeKey(Value key, JsonWriter writer) {
    if (key.isNull()) {
      throw new BadValueException("an expression makes a JSON object with the key NULL");
    }
    try {
      writer.key(key.bytes().array(), 0, key.bytes().length());
    } catch (InvalidJsonException failure) {
      throw new BadValueException("an expression makes no JSON: " + failure.getMessage());
    }
  }

  private static void write(Expr e, Writing writing, JsonWriter writer) {
    Value value = e.eval();
    if (value.isNull()) {
      writer.literal(JsonKind.NULL);
    } else {
      writing.write(value, writer);
    }
  }

  private static Writing writing(ExprType type) {
    return switch (type.kind()) {
      case NULL -> (value, writer) -> writer.literal(JsonKind.NULL);
      case INT -> integer(type);
      case REAL -> (value, writer) -> writer.float64(value.real());
      case DECIMAL -> (value, writer) -> writer.float64(value.shownDecimal().doubleValue());
      case JSON -> (value, writer) -> writer.copy(JsonValues.of(value));
      case STRING -> {
        if (type.isBinary() || type.named()) {
          throw Env.unsupported("a byte string, an ENUM or a SET made JSON");
        }
        yield (value, writer) -> writer.string(value.bytes().array(), 0, value.bytes().length());
      }
      case TIME, DURATION -> throw Env.unsupported("a " + type.kind() + " made JSON");
    };
  }

  private static Writing integer(ExprType type) {
    if (type.tp() == FieldType.BIT || type.tp() == FieldType.YEAR || type.truth()) {
      throw Env.unsupported("a BIT, a YEAR or a condition made JSON");
    }
    int kind = type.unsigned() ? JsonKind.UINT64 : JsonKind.INT64;
    return (value, writer) -> writer.fixed(kind, value.number());
  }
}
