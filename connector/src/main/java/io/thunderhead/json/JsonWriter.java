package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out one document in the binary form: a type code and a value (kv-encoding 4.8).
 *
 * <pre>
 * array   LE32 count, LE32 size, count x {type, LE32 offset}, values
 * object  LE32 count, LE32 size, count x {LE32 key offset, LE16 length}, count x {type, LE32
 *         offset}, keys, values
 * </pre>
 *
 * <p>Offsets count from the container's start. Literals stand in the place of their offset. Keys
 * are sorted by their bytes, and the last of equal ones counts. Made once per column: {@link
 * #start} begins the next document. Not thread-safe.
 */
public final class JsonWriter {
  private static final int MAX_KEY_LENGTH = 0xffff;

  private final List<JsonContainer> pool = new ArrayList<>();
  private Bytes out = new Bytes(16);
  private int depth;

  /** Begins a document that is appended to {@code target}. */
  public void start(Bytes target) {
    out = target;
    depth = 0;
  }

  /** Begins an array; what is written up to {@link #end} are its elements. */
  public void startArray() {
    push(false);
  }

  /** Begins an object; each value in it follows its {@link #key}. */
  public void startObject() {
    push(true);
  }

  /** Ends the innermost array or object. */
  public void end() {
    JsonContainer container = pool.get(--depth);
    container.writeTo(value(container.isObject() ? JsonKind.OBJECT : JsonKind.ARRAY));
  }

  /**
   * Names the next value of an object.
   *
   * @throws InvalidJsonException when the key is longer than 65535 bytes
   */
  public void key(byte[] utf8, int from, int length) {
    if (length > MAX_KEY_LENGTH) {
      throw new InvalidJsonException("a key has more than " + MAX_KEY_LENGTH + " bytes");
    }
    pool.get(depth - 1).key(utf8, from, length);
  }

  /** Writes {@link JsonKind#NULL}, {@link JsonKind#TRUE} or {@link JsonKind#FALSE}. */
  public void literal(int literal) {
    if (depth == 0) {
      out.put(JsonKind.LITERAL).put(literal);
    } else {
      pool.get(depth - 1).literal(literal);
    }
  }

  /** Writes a number, date, datetime or timestamp: any value of eight bytes. */
  public void fixed(int kind, long bits) {
    value(kind).putLittleEndian(bits, Long.BYTES);
  }

  /** Writes a double. */
  public void float64(double number) {
    fixed(JsonKind.FLOAT64, Double.doubleToRawLongBits(number));
  }

  /** Writes a string, which is well-formed UTF-8. */
  public void string(byte[] utf8, int from, int length) {
    Bytes target = value(JsonKind.STRING);
    putLength(target, length);
    target.put(utf8, from, length);
  }

  /** Copies a value of another document, or of this one as it was read. */
  public void copy(JsonValue source) {
    if (source.kind() == JsonKind.LITERAL) {
      literal(source.literal());
    } else {
      value(source.kind()).put(source.data(), source.at(), source.length());
    }
  }

  private static void putLength(Bytes out, int length) {
    int left = length;
    while (left >= 0x80) {
      out.put(left | 0x80);
      left >>>= 7;
    }
    out.put(left);
  }

  private void push(boolean object) {
    if (depth == pool.size()) {
      pool.add(new JsonContainer());
    }
    pool.get(depth++).start(object);
  }

  /** Notes a value that is not a literal and returns where it is to be appended. */
  private Bytes value(int kind) {
    return depth == 0 ? out.put(kind) : pool.get(depth - 1).value(kind);
  }
}
