package io.thunderhead.conflict;

import io.thunderhead.codec.Bytes;

/**
 * The number of the row that a KV is of, behind the value while the KV is sorted. It is read from
 * its end: seven bits a byte, the lowest in the last; the top bit is set when one more stands
 * before.
 */
public final class RowMark {
  /** Most bytes of a number. */
  public static final int MOST_BYTES = 10;

  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private RowMark() {}

  /** Returns a copy of the value with the row's number behind it. */
  public static byte[] marked(Bytes value, long row) {
    return marked(value.array(), value.length(), row);
  }

  /** Returns a copy of the first bytes of an array with the row's number behind them. */
  public static byte[] marked(byte[] value, int valueLength, long row) {
    byte[] marked = new byte[valueLength + length(row)];
    System.arraycopy(value, 0, marked, 0, valueLength);
    write(row, marked, valueLength, marked.length);
    return marked;
  }

  /** Writes a row's number into the first bytes of an array, and returns how many it takes. */
  public static int write(long row, byte[] out) {
    int length = length(row);
    write(row, out, 0, length);
    return length;
  }

  private static int length(long row) {
    return (Long.SIZE - Long.numberOfLeadingZeros(row | 1) + BITS - 1) / BITS;
  }

  private static void write(long row, byte[] out, int from, int to) {
    long rest = row;
    for (int i = to - 1; i >= from; i--) {
      out[i] = (byte) ((rest & (MORE - 1)) | (i == from ? 0 : MORE));
      rest >>>= BITS;
    }
  }

  /** Returns the number behind a value. */
  public static long row(byte[] marked) {
    long row = 0;
    int at = marked.length;
    int shift = 0;
    do {
      at--;
      row |= (long) (marked[at] & (MORE - 1)) << shift;
      shift += BITS;
    } while ((marked[at] & MORE) != 0);
    return row;
  }

  /** Returns the length of the value before the number. */
  public static int valueLength(byte[] marked) {
    int at = marked.length - 1;
    while ((marked[at] & MORE) != 0) {
      at--;
    }
    return at;
  }
}
