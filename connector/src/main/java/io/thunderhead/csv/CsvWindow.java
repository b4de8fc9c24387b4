package io.thunderhead.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The part of a file that is in memory: moves on, and grows when a record needs it. */
final class CsvWindow implements Closeable {
  private final InputStream in;
  private final int size;
  private byte[] bytes;
  private int limit;
  private long base;
  private boolean ended;

  /**
   * @param position file offset of the first byte of the stream
   * @param size bytes that are read at once
   */
  CsvWindow(InputStream in, long position, int size) {
    this.in = in;
    this.base = position;
    this.size = size;
    this.bytes = new byte[size];
  }

  /** Returns the bytes; only those before {@link #limit()} count. */
  byte[] bytes() {
    return bytes;
  }

  int limit() {
    return limit;
  }

  /** Tells whether the file has no bytes behind the limit. */
  boolean ended() {
    return ended;
  }

  /** Returns the file offset of a place in the window. */
  long position(int index) {
    return base + index;
  }

  /**
   * Drops the bytes before {@code keep}, which becomes index 0, and reads some more or learns that
   * there are none.
   */
  void more(int keep) throws IOException {
    int held = limit - keep;
    byte[] target = bytes;
    if (held > bytes.length / 2) {
      target = new byte[(int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16)];
    } else if (bytes.length > size && held < size / 2) {
      target = new byte[size];
    }
    System.arraycopy(bytes, keep, target, 0, held);
    bytes = target;
    base += keep;
    limit = held;
    int count = in.read(bytes, limit, bytes.length - limit);
    if (count < 0) {
      ended = true;
    } else {
      limit += count;
    }
  }

  /** Returns a copy of a part of the window. */
  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
