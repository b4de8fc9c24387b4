package io.thunderhead.aside;

import io.thunderhead.codec.Bytes;
import java.nio.ByteBuffer;

/**
 * Tells every ingesting task how many bad rows the encoding tasks met, so that none writes a row of
 * a load that has too many. A mark travels with the KVs of each partition and sorts before them:
 * key {@code 00 ‖ encoding partition BE32}, value the count BE64. Keys of tables begin with {@code
 * t}.
 */
public final class BadRowMarks {
  private BadRowMarks() {}

  public static Bytes key(int encoding) {
    return new Bytes(1 + Integer.BYTES)
        .put(0)
        .put(encoding >>> 24)
        .put(encoding >>> 16)
        .put(encoding >>> 8)
        .put(encoding);
  }

  public static Bytes value(long count) {
    return new Bytes(Long.BYTES).putLong(count);
  }

  public static boolean isMark(byte[] key) {
    return isMark(key, 0);
  }

  /** Tells whether the key that begins at an offset is a mark. */
  public static boolean isMark(byte[] array, int keyFrom) {
    return array[keyFrom] == 0;
  }

  /** Returns the bad rows that a mark tells. */
  public static long count(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}
