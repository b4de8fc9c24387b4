package io.thunderhead.source;

import io.thunderhead.type.BadValueException;
import io.thunderhead.type.NestedWriter;
import io.thunderhead.type.NestedWriter.Token;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.Iterator;

/** Writes the values of one Spark type inside an array, map or struct. */
@FunctionalInterface
interface NestedElement {
  /** Writes a value, which may be null at any depth but the first. */
  void write(Object value, NestedWriter out);

  /** Returns the writer of an array, map or struct, null when JSON cannot hold its values. */
  static NestedElement ofContainer(DataType type) {
    if (type instanceof ArrayType array) {
      return ofArray(of(array.elementType()));
    } else if (type instanceof MapType map) {
      return ofMap(map.keyType(), of(map.valueType()));
    }
    return type instanceof StructType struct ? ofStruct(struct) : null;
  }

  private static NestedElement of(DataType type) {
    ScalarReader scalar = ScalarReader.of(type);
    NestedElement element = scalar == null ? ofContainer(type) : ofScalar(scalar);
    return element == null
        ? null
        : (value, out) -> {
          if (value == null) {
            out.put(Token.NULL);
          } else {
            element.write(value, out);
          }
        };
  }

  private static NestedElement ofScalar(ScalarReader scalar) {
    return switch (scalar) {
      case TEXT -> (value, out) -> out.putText((String) value);
      case BOOLEAN -> (value, out) -> out.putBoolean((Boolean) value);
      case INTEGER -> (value, out) -> out.putInteger(((Number) value).longValue());
      case FLOAT, DOUBLE -> (value, out) -> out.putDouble(((Number) value).doubleValue());
      case DECIMAL -> (value, out) -> writeDecimal((BigDecimal) value, out);
      case DATE -> (value, out) -> out.putDate(FrameValues.epochDay(value));
      case CIVIL -> (value, out) -> writeCivil((LocalDateTime) value, out);
      case INSTANT ->
          (value, out) -> out.putInstant(FrameValues.epochSecond(value), FrameValues.micros(value));
      case NOTHING -> (value, out) -> out.put(Token.NULL);
      case BYTES, DURATION -> null;
    };
  }

  private static NestedElement ofArray(NestedElement element) {
    if (element == null) {
      return null;
    }
    return (value, out) -> {
      out.put(Token.ARRAY);
      Iterator<?> values = ((Iterable<?>) value).iterator();
      while (values.hasNext()) {
        element.write(values.next(), out);
      }
      out.put(Token.END);
    };
  }

  private static NestedElement ofMap(DataType keys, NestedElement element) {
    boolean named =
        keys instanceof StringType || keys instanceof IntegralType || keys instanceof BooleanType;
    if (element == null || !named) {
      return null;
    }
    return (value, out) -> {
      out.put(Token.OBJECT);
      Iterator<?> entries = ((Iterable<?>) value).iterator();
      while (entries.hasNext()) {
        Tuple2<?, ?> entry = (Tuple2<?, ?>) entries.next();
        if (entry._1() == null) {
          throw new BadValueException("it has a NULL key");
        }
        out.putKey(entry._1().toString().getBytes(StandardCharsets.UTF_8));
        element.write(entry._2(), out);
      }
      out.put(Token.END);
    };
  }

  private static NestedElement ofStruct(StructType struct) {
    StructField[] fields = struct.fields();
    byte[][] names = new byte[fields.length][];
    NestedElement[] elements = new NestedElement[fields.length];
    for (int i = 0; i < fields.length; i++) {
      names[i] = fields[i].name().getBytes(StandardCharsets.UTF_8);
      elements[i] = of(fields[i].dataType());
      if (elements[i] == null) {
        return null;
      }
    }
    return (value, out) -> {
      out.put(Token.OBJECT);
      for (int i = 0; i < names.length; i++) {
        out.putKey(names[i]);
        elements[i].write(((Row) value).get(i), out);
      }
      out.put(Token.END);
    };
  }

  private static void writeDecimal(BigDecimal value, NestedWriter out) {
    byte[] unscaled = value.unscaledValue().toByteArray();
    out.putDecimal(unscaled, 0, unscaled.length, value.scale());
  }

  private static void writeCivil(LocalDateTime value, NestedWriter out) {
    out.putCivil(value.toEpochSecond(ZoneOffset.UTC), value.get(ChronoField.MICRO_OF_SECOND));
  }
}
