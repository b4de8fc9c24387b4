package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.KeyFlag;
import io.thunderhead.type.NestedReader;
import io.thunderhead.type.NestedWriter.Token;
import io.thunderhead.type.Shortest;
import io.thunderhead.type.SourceKind;
import io.thunderhead.type.Utf8;
import java.math.BigDecimal;

/**
 * VECTOR: the bytes are LE32 dimension and as many LE floats; text is a JSON array of numbers. What
 * is none is refused in any mode (kv-encoding 4.6).
 */
public final class VectorType extends ColumnType {
  private static final int MAX_DIMENSION = 16383;

  private final int dimension;
  private final Bytes utf8 = new Bytes(256);

  /** Makes the type of vectors of one dimension, -1 for any. */
  public VectorType(int dimension) {
    this.dimension = dimension;
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return switch (kind) {
      case TEXT, BYTES, NUMBERS -> true;
      default -> false;
    };
  }

  @Override
  public void fromText(String text, Datum out) {
    Utf8.append(utf8.clear(), text);
    Bytes vector = out.startBytes().fill(0, Integer.BYTES);
    finish(readNumbers(vector), vector);
  }

  @Override
  public void fromLiteral(byte[] value, Datum out) {
    throw new BadValueException("a hexadecimal or bit literal is no vector; write it as '[1,2]'");
  }

  @Override
  public void fromNested(byte[] data, int from, int to, Datum out) {
    NestedReader in = new NestedReader(data, from, to);
    Bytes vector = out.startBytes().fill(0, Integer.BYTES);
    int count = 0;
    in.next();
    while (in.next() && in.token() != Token.END) {
      putNumber(number(in), vector);
      count++;
    }
    finish(count, vector);
  }

  private static double number(NestedReader in) {
    return switch (in.token()) {
      case INTEGER -> in.number();
      case UNSIGNED -> new BigDecimal(Long.toUnsignedString(in.number())).floatValue();
      case DOUBLE -> Double.longBitsToDouble(in.number());
      case DECIMAL -> in.decimal().doubleValue();
      case NULL -> throw new BadValueException("one of its numbers is NULL");
      default -> throw new BadValueException("it holds more than numbers");
    };
  }

  /** Checks how many numbers there are and writes it in front of them. */
  private void finish(int count, Bytes vector) {
    if (count > MAX_DIMENSION) {
      throw new BadValueException("it has more than " + MAX_DIMENSION + " dimensions");
    }
    if (dimension >= 0 && count != dimension) {
      throw new BadValueException("it has " + count + " dimensions, not " + dimension);
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      vector.array()[i] = (byte) (count >>> (8 * i));
    }
  }

  @Override
  public void zero(Datum out) {
    out.startBytes().fill(0, Integer.BYTES);
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    putValue(value, out.put(KeyFlag.VECTOR));
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    out.put(value.bytes().array(), 0, value.bytes().length());
  }

  @Override
  public String text(byte[] data, int from, int to) {
    int count = to - from < Integer.BYTES ? -1 : int32(data, from);
    if (count < 0 || to - from != (long) (count + 1) * Integer.BYTES) {
      throw new IllegalArgumentException(
          "vector of " + (to - from) + " bytes (expected: 4 for each of " + count + " and 4)");
    }
    StringBuilder out = new StringBuilder("[");
    for (int i = 1; i <= count; i++) {
      float number = Float.intBitsToFloat(int32(data, from + i * Integer.BYTES));
      out.append(i == 1 ? "" : ",").append(text(number));
    }
    return out.append(']').toString();
  }

  private static String text(float number) {
    boolean negativeZero = number == 0 && 1 / number < 0;
    return negativeZero ? "-0" : Shortest.text(Shortest.of(number));
  }

  /** Appends the numbers of the text and returns how many there are. */
  private int readNumbers(Bytes out) {
    byte[] text = utf8.array();
    int end = utf8.length();
    int at = expect('[', JsonNumbers.skipSpace(text, 0, end));
    int count = 0;
    boolean more = at >= end || text[at] != ']';
    while (more) {
      int to = JsonNumbers.end(text, at, end);
      if (to < 0) {
        throw new BadValueException("it has no number at byte " + at);
      }
      putNumber(JsonNumbers.toDouble(text, at, to), out);
      count++;
      at = JsonNumbers.skipSpace(text, to, end);
      more = at >= end || text[at] != ']';
      at = more ? expect(',', at) : at;
    }
    at = expect(']', at);
    if (at < end) {
      throw new BadValueException("it goes on after the array at byte " + at);
    }
    return count;
  }

  private static void putNumber(double number, Bytes out) {
    if (Double.isNaN(number) || Math.abs(number) > Float.MAX_VALUE) {
      throw new BadValueException("one of its numbers is out of range of a float");
    }
    out.putLittleEndian(Float.floatToRawIntBits((float) number), Integer.BYTES);
  }

  /** Passes a character and the white space behind it. */
  private int expect(char letter, int at) {
    if (at >= utf8.length() || utf8.array()[at] != letter) {
      throw new BadValueException("it has no '" + letter + "' at byte " + at);
    }
    return JsonNumbers.skipSpace(utf8.array(), at + 1, utf8.length());
  }

  private static int int32(byte[] data, int from) {
    return (data[from] & 0xff)
        | (data[from + 1] & 0xff) << 8
        | (data[from + 2] & 0xff) << 16
        | (data[from + 3] & 0xff) << 24;
  }
}
