package io.thunderhead.block;

import io.thunderhead.codec.Bytes;
import java.nio.ByteBuffer;

/**
 * A block of KVs: how many there are, BE32, then one behind the other as key length, value length
 * (both seven bits a byte, the lowest first, the top bit set when more follow), key, value.
 */
final class KvBlock {
  /** Where the first KV begins. */
  static final int FIRST = Integer.BYTES;

  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private KvBlock() {}

  /** Begins a block in an empty buffer. */
  static void start(Bytes block) {
    block.clear().put(0).put(0).put(0).put(0);
  }

  /** Appends a KV whose value is in two parts. */
  static void append(
      Bytes block,
      byte[] key,
      int keyFrom,
      int keyLength,
      byte[] value,
      int valueFrom,
      int valueLength,
      byte[] tail,
      int tailLength) {
    putLength(block, keyLength);
    putLength(block, valueLength + tailLength);
    block.put(key, keyFrom, keyLength).put(value, valueFrom, valueLength).put(tail, 0, tailLength);
  }

  private static void putLength(Bytes block, int length) {
    int rest = length;
    while (rest >= MORE) {
      block.put(rest | MORE);
      rest >>>= BITS;
    }
    block.put(rest);
  }

  /** Ends a block, and returns a copy of it. */
  static byte[] end(Bytes block, int kvs) {
    byte[] whole = block.toByteArray();
    ByteBuffer.wrap(whole).putInt(kvs);
    return whole;
  }

  /** Returns how many KVs a block has. */
  static int count(byte[] block) {
    return ByteBuffer.wrap(block).getInt();
  }
}
