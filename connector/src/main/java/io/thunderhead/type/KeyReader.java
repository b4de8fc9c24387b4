package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;

/** Reads values out of keys; those that have no collation come back as rows have them. */
public final class KeyReader {
  private KeyReader() {}

  /**
   * Appends the value at {@code offset} of a key in the form that rows have; of a string with a
   * collation, its sort key.
   *
   * @return where the value ends in the key, exclusive
   * @throws IllegalArgumentException when the key is cut or has another flag there
   */
  public static int read(byte[] key, int offset, Bytes out) {
    int flag = offset < key.length ? key[offset] & 0xff : -1;
    int at = offset + 1;
    return switch (flag) {
      case KeyFlag.BYTES -> MemComparable.decodeBytes(key, at, out);
      case KeyFlag.INT, KeyFlag.DURATION -> {
        RowIntegers.putSigned(out, MemComparable.decodeInt(key, at));
        yield at + Long.BYTES;
      }
      case KeyFlag.UINT -> {
        RowIntegers.putUnsigned(out, MemComparable.decodeUint(key, at));
        yield at + Long.BYTES;
      }
      case KeyFlag.FLOAT -> copy(key, at, at + Double.BYTES, out);
      case KeyFlag.DECIMAL -> copy(key, at, decimalEnd(key, at), out);
      default ->
          throw new IllegalArgumentException(
              "key value at " + offset + " has the flag " + flag + " (expected: 1 or 3..7)");
    };
  }

  private static int decimalEnd(byte[] key, int at) {
    if (at + 2 > key.length) {
      throw new IllegalArgumentException("key of " + key.length + " bytes ends inside a decimal");
    }
    return at + 2 + MyDecimal.binaryLength(key[at] & 0xff, key[at + 1] & 0xff);
  }

  private static int copy(byte[] key, int from, int to, Bytes out) {
    if (to > key.length) {
      throw new IllegalArgumentException(
          "key of " + key.length + " bytes ends inside the value at " + from);
    }
    out.put(key, from, to - from);
    return to;
  }
}
