package io.thunderhead.json;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.type.KeyFlag;

/** Elements of the array behind a multi-valued index, as its keys have them (kv-encoding 3.6). */
public final class ArrayKeys {
  private static final long DAY_TO_SECOND = (1L << 46) - (1L << 24);

  private ArrayKeys() {}

  /** Returns how many elements there are; what is no array is one itself. */
  public static int count(JsonValue array) {
    return array.kind() == JsonKind.ARRAY ? array.count() : 1;
  }

  /** Returns an element. */
  public static JsonValue element(JsonValue array, int index) {
    return array.kind() == JsonKind.ARRAY ? array.element(index) : array;
  }

  /**
   * Appends an element, flag included; strings as they are, without collation.
   *
   * @throws IllegalArgumentException when no element type has such a value
   */
  public static void put(JsonValue element, Bytes out) {
    switch (element.kind()) {
      case JsonKind.INT64 -> MemComparable.encodeInt(out.put(KeyFlag.INT), element.bits());
      case JsonKind.UINT64 -> MemComparable.encodeUint(out.put(KeyFlag.UINT), element.bits());
      case JsonKind.FLOAT64 ->
          MemComparable.encodeDouble(out.put(KeyFlag.FLOAT), element.float64());
      case JsonKind.STRING ->
          MemComparable.encodeBytes(
              out.put(KeyFlag.BYTES), element.data(), element.stringFrom(), element.stringLength());
      case JsonKind.DATE, JsonKind.DATETIME, JsonKind.TIMESTAMP ->
          MemComparable.encodeUint(out.put(KeyFlag.UINT), packed(element.bits()));
      case JsonKind.TIME -> MemComparable.encodeInt(out.put(KeyFlag.DURATION), element.bits());
      default ->
          throw new IllegalArgumentException(
              "array element of JSON type code " + element.kind() + " (expected: a scalar)");
    }
  }

  /** Turns the civil time of JSON into that of rows and keys; day to second are in one place. */
  private static long packed(long bits) {
    long months = (bits >>> 50) * 13 + (bits >>> 46 & 15);
    return months << 46 | (bits & DAY_TO_SECOND) | (bits >>> 4 & 0xf_ffff);
  }
}
