package io.thunderhead.json;

/**
 * A value of a document in binary form, not copied out of it (kv-encoding 4.8).
 *
 * @param kind one of {@link JsonKind}
 * @param data the bytes that hold it
 * @param at where its value bytes start, behind the type code
 */
public record JsonValue(int kind, byte[] data, int at) {
  private static final int HEADER_LENGTH = 8;
  private static final int KEY_ENTRY_LENGTH = 6;
  private static final int VALUE_ENTRY_LENGTH = 5;
  private static final int TIME_LENGTH = 12;

  /** Reads the document whose type code is at {@code from}. */
  public static JsonValue of(byte[] data, int from) {
    return new JsonValue(data[from] & 0xff, data, from + 1);
  }

  /** Returns the number of elements of an array or object. */
  public int count() {
    return int32(at);
  }

  /** Returns an element of an array, or a value of an object in the order of its keys. */
  public JsonValue element(int index) {
    int entries = HEADER_LENGTH + (kind == JsonKind.OBJECT ? count() * KEY_ENTRY_LENGTH : 0);
    int entry = at + entries + index * VALUE_ENTRY_LENGTH;
    int type = data[entry] & 0xff;
    int from = type == JsonKind.LITERAL ? entry + 1 : at + int32(entry + 1);
    return new JsonValue(type, data, from);
  }

  /** Returns where a key of an object starts in the data. */
  public int keyFrom(int index) {
    return at + int32(at + HEADER_LENGTH + index * KEY_ENTRY_LENGTH);
  }

  /** Returns the length of a key of an object in bytes. */
  public int keyLength(int index) {
    int entry = at + HEADER_LENGTH + index * KEY_ENTRY_LENGTH + Integer.BYTES;
    return (data[entry] & 0xff) | (data[entry + 1] & 0xff) << 8;
  }

  /** Returns which of {@link JsonKind}'s literals it is. */
  public int literal() {
    return data[at];
  }

  /** Returns the eight bytes of a number, date, datetime, timestamp or time. */
  public long bits() {
    return (int32(at) & 0xffff_ffffL) | (long) int32(at + Integer.BYTES) << 32;
  }

  public double float64() {
    return Double.longBitsToDouble(bits());
  }

  /** Returns where the bytes of a string start in the data, or of an opaque value. */
  public int stringFrom() {
    int from = lengthAt();
    while (data[from] < 0) {
      from++;
    }
    return from + 1;
  }

  /** Returns the length of a string or an opaque value in bytes. */
  public int stringLength() {
    int length = 0;
    int shift = 0;
    for (int from = lengthAt(); ; from++, shift += 7) {
      length |= (data[from] & 0x7f) << shift;
      if (data[from] >= 0) {
        return length;
      }
    }
  }

  /** Returns how many bytes the value has behind its type code. */
  public int length() {
    return switch (kind) {
      case JsonKind.OBJECT, JsonKind.ARRAY -> int32(at + Integer.BYTES);
      case JsonKind.LITERAL -> 1;
      case JsonKind.STRING, JsonKind.OPAQUE -> stringFrom() + stringLength() - at;
      case JsonKind.TIME -> TIME_LENGTH;
      default -> Long.BYTES;
    };
  }

  private int lengthAt() {
    return kind == JsonKind.OPAQUE ? at + 1 : at;
  }

  private int int32(int from) {
    return (data[from] & 0xff)
        | (data[from + 1] & 0xff) << 8
        | (data[from + 2] & 0xff) << 16
        | (data[from + 3] & 0xff) << 24;
  }
}
