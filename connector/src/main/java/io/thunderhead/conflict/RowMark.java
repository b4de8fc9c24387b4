package io.thunderhead.conflict;

import io.thunderhead.codec.Bytes;

/**
 * The number of the row that a KV is of, behind the value while the KV is sorted: {@code partition
 * ‖ position}. Each is read from its end: seven bits a byte, the lowest in the last; the top bit is
 * set when one more stands before.
 */
public final class RowMark {
  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private RowMark() {}

  /** Returns a copy of the value with the row's number behind it. */
  public static byte[] marked(Bytes value, long row) {
    return marked(value.array(), value.length(), row);
  }

  /** Returns a copy of the first bytes of an array with the row's number behind them. */
  public static byte[] marked(byte[] value, int valueLength, long row) {
    long partition = RowNumber.partition(row);
    long position = RowNumber.position(row);
    int middle = valueLength + length(partition);
    byte[] marked = new byte[middle + length(position)];
    System.arraycopy(value, 0, marked, 0, valueLength);
    put(marked, valueLength, middle, partition);
    put(marked, middle, marked.length, position);
    return marked;
  }

  private static int length(long number) {
    return (Long.SIZE - Long.numberOfLeadingZeros(number | 1) + BITS - 1) / BITS;
  }

  private static void put(byte[] out, int from, int to, long number) {
    long rest = number;
    for (int i = to - 1; i >= from; i--) {
      out[i] = (byte) ((rest & (MORE - 1)) | (i == from ? 0 : MORE));
      rest >>>= BITS;
    }
  }

  /** Returns the number behind a value. */
  public static long row(byte[] marked) {
    int middle = start(marked, marked.length);
    int from = start(marked, middle);
    return RowNumber.of((int) number(marked, from, middle), number(marked, middle, marked.length));
  }

  /** Returns the length of the value before the number. */
  public static int valueLength(byte[] marked) {
    return start(marked, start(marked, marked.length));
  }

  private static int start(byte[] marked, int end) {
    int at = end - 1;
    while ((marked[at] & MORE) != 0) {
      at--;
    }
    return at;
  }

  private static long number(byte[] marked, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << BITS | (marked[i] & (MORE - 1));
    }
    return number;
  }
}
