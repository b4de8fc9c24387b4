package io.thunderhead.type;

import io.thunderhead.codec.Bytes;

/** How many spaces a string ends with, which the sort keys of padding collations do not tell. */
public final class TrailingSpaces {
  private TrailingSpaces() {}

  /**
   * Appends the number as rows have integers; 0 for NULL (kv-encoding 3.4).
   *
   * @param signed whether it is written as a signed integer, which differs from 128 on
   */
  public static void put(Datum value, boolean signed, Bytes out) {
    int count = value.isNull() ? 0 : count(value.bytes());
    if (signed) {
      RowIntegers.putSigned(out, count);
    } else {
      RowIntegers.putUnsigned(out, count);
    }
  }

  private static int count(Bytes bytes) {
    int end = bytes.length();
    while (end > 0 && bytes.array()[end - 1] == ' ') {
      end--;
    }
    return bytes.length() - end;
  }
}
