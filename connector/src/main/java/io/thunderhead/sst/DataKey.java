package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;

/**
 * Keys as they lie in a store (import-protocol 1.3): {@code z}, the raw key in groups of nine
 * bytes, and the inverted timestamp, eight bytes big-endian.
 */
final class DataKey {
  private static final int PREFIX = 'z';

  private DataKey() {}

  static void encode(Bytes out, byte[] raw, int from, int length, long ts) {
    out.put(PREFIX);
    MemComparable.encodeBytes(out, raw, from, length);
    out.putLong(~ts);
  }

  /**
   * Appends the raw key of a data key.
   *
   * @throws IllegalArgumentException when the key has another form or timestamp
   */
  static void decode(Bytes key, Bytes raw, long ts) {
    int end = key.length() - Long.BYTES;
    boolean whole =
        end > 0
            && key.array()[0] == PREFIX
            && MemComparable.decodeBytes(key.array(), 1, raw) == end
            && ~MemComparable.decodeUint(key.array(), end) == ts;
    if (!whole) {
      throw new IllegalArgumentException(
          "data key of %d bytes (expected: 'z', groups, timestamp %d)".formatted(key.length(), ts));
    }
  }
}
