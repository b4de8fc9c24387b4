package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.NestedReader;
import io.thunderhead.type.NestedWriter.Token;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.SessionZone;
import io.thunderhead.type.Utf8;
import java.math.BigDecimal;

/**
 * Writes typed values, alone or in lists, maps and structs, as JSON (kv-encoding 4.8).
 *
 * <p>Integers stay integers, floats and decimals are doubles, dates and times have kinds of their
 * own. A decimal inside another value that has no fraction and fits 64 bits is an integer, since a
 * double would lose digits of it.
 */
final class NestedJson {
  private static final int MAX_DEPTH = 100;
  private static final int UNSIGNED_BITS = 64;

  private final SessionZone zone;
  private final JsonWriter writer = new JsonWriter();

  NestedJson(SessionZone zone) {
    this.zone = zone;
  }

  /** Begins a document that is appended to {@code out}. */
  NestedJson to(Bytes out) {
    writer.start(out);
    return this;
  }

  void putNull() {
    writer.literal(JsonKind.NULL);
  }

  void putBoolean(boolean value) {
    writer.literal(value ? JsonKind.TRUE : JsonKind.FALSE);
  }

  void putInteger(long value) {
    writer.fixed(JsonKind.INT64, value);
  }

  void putUnsigned(long value) {
    writer.fixed(JsonKind.UINT64, value);
  }

  void putDouble(double value) {
    if (!Double.isFinite(value)) {
      throw new BadValueException("JSON has no number for " + value);
    }
    writer.float64(value);
  }

  void putInstant(long epochSecond, int micros) {
    putTime(JsonKind.TIMESTAMP, PackedTime.ofWallSecond(zone.toWall(epochSecond), micros));
  }

  /** Writes a packed time as one of the kinds DATE, DATETIME and TIMESTAMP. */
  void putTime(int kind, long packed) {
    if (packed == PackedTime.INVALID) {
      throw new BadValueException("the year of a date in it is not in 0..9999");
    }
    long date =
        (long) PackedTime.year(packed) << 50
            | (long) PackedTime.month(packed) << 46
            | (long) PackedTime.day(packed) << 41;
    long time =
        (long) PackedTime.hour(packed) << 36
            | (long) PackedTime.minute(packed) << 30
            | (long) PackedTime.second(packed) << 24;
    writer.fixed(kind, date | time | (long) PackedTime.micros(packed) << 4);
  }

  /**
   * Writes a list, map or struct.
   *
   * @throws BadValueException when JSON cannot hold something in it
   */
  void putNested(NestedReader in) {
    int depth = 0;
    while (in.next()) {
      switch (in.token()) {
        case ARRAY -> writer.startArray();
        case OBJECT -> writer.startObject();
        case END -> writer.end();
        case KEY -> writer.key(in.data(), checkedText(in), in.length());
        default -> putScalar(in);
      }
      depth += depthStep(in);
      if (depth > MAX_DEPTH) {
        throw new BadValueException("it is nested deeper than " + MAX_DEPTH);
      }
    }
  }

  private static int depthStep(NestedReader in) {
    return switch (in.token()) {
      case ARRAY, OBJECT -> 1;
      case END -> -1;
      default -> 0;
    };
  }

  private void putScalar(NestedReader in) {
    switch (in.token()) {
      case NULL -> putNull();
      case TRUE, FALSE -> putBoolean(in.token() == Token.TRUE);
      case INTEGER -> putInteger(in.number());
      case UNSIGNED -> putUnsigned(in.number());
      case DOUBLE -> putDouble(Double.longBitsToDouble(in.number()));
      case DECIMAL -> putDecimal(in.decimal());
      case DATE -> putTime(JsonKind.DATE, PackedTime.ofEpochDay(in.number()));
      case CIVIL -> putTime(JsonKind.DATETIME, PackedTime.ofWallSecond(in.number(), in.micros()));
      case INSTANT -> putInstant(in.number(), in.micros());
      case TEXT -> writer.string(in.data(), checkedText(in), in.length());
      default -> throw new IllegalStateException("token " + in.token() + " (expected: a value)");
    }
  }

  private void putDecimal(BigDecimal value) {
    if (value.scale() > 0 || value.toBigInteger().bitLength() > UNSIGNED_BITS) {
      putDouble(value.doubleValue());
    } else if (value.toBigInteger().bitLength() < UNSIGNED_BITS) {
      putInteger(value.longValue());
    } else if (value.signum() > 0) {
      putUnsigned(value.longValue());
    } else {
      putDouble(value.doubleValue());
    }
  }

  /** Returns where a text starts whose bytes are well-formed UTF-8. */
  private static int checkedText(NestedReader in) {
    int end = in.from() + in.length();
    for (int at = in.from(); at < end; ) {
      int length = Utf8.validLength(in.data(), at, end);
      if (length == 0) {
        throw new BadValueException("a text in it is not UTF-8, which JSON must be");
      }
      at += length;
    }
    return in.from();
  }
}
