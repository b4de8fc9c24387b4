package io.thunderhead.sst;

import java.util.Arrays;

/**
 * A Bloom filter over the keys of a file, of ten bits a key, in lines of 64 bytes: all bits of a
 * key lie in one line. Behind the lines stand the number of bits of a key, one byte, and the number
 * of lines, four bytes little-endian. This is the form that goes with format version 2.
 */
final class KeyFilter {
  private static final int BITS_PER_KEY = 10;
  private static final int PROBES = 6;
  private static final int LINE_BYTES = 64;
  private static final int LINE_BITS = 8 * LINE_BYTES;
  private static final int TAIL = 5;
  private static final int SEED = 0xbc9f1d34;
  private static final int MIX = 0xc6a4a793;

  private int[] hashes = new int[1024];
  private int count;

  /** Takes up the first {@code length} bytes of a key. */
  void add(byte[] key, int length) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = hash(key, length);
  }

  /** Returns the filter of all keys that were added. */
  byte[] finish() {
    long bits = (long) count * BITS_PER_KEY;
    // An odd number of lines, for then the line and the bits in it go by different parts of a hash.
    int lines = (int) ((bits + LINE_BITS - 1) / LINE_BITS) | 1;
    byte[] filter = new byte[Math.addExact(Math.multiplyExact(lines, LINE_BYTES), TAIL)];
    for (int i = 0; i < count; i++) {
      int hash = hashes[i];
      int line = Integer.remainderUnsigned(hash, lines) * LINE_BYTES;
      int step = Integer.rotateRight(hash, 17);
      for (int probe = 0; probe < PROBES; probe++) {
        int bit = hash & (LINE_BITS - 1);
        filter[line + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        hash += step;
      }
    }
    int tail = lines * LINE_BYTES;
    filter[tail] = PROBES;
    for (int i = 0; i < Integer.BYTES; i++) {
      filter[tail + 1 + i] = (byte) (lines >>> (8 * i));
    }
    return filter;
  }

  /** Tells whether a finished filter may hold a key; false is certain. */
  static boolean mayContain(byte[] filter, byte[] key, int length) {
    int lines = (filter.length - TAIL) / LINE_BYTES;
    int hash = hash(key, length);
    int line = Integer.remainderUnsigned(hash, lines) * LINE_BYTES;
    int step = Integer.rotateRight(hash, 17);
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = hash & (LINE_BITS - 1);
      if ((filter[line + (bit >>> 3)] & 1 << (bit & 7)) == 0) {
        return false;
      }
      hash += step;
    }
    return true;
  }

  private static int hash(byte[] key, int length) {
    int hash = SEED ^ length * MIX;
    int at = 0;
    for (; length - at >= Integer.BYTES; at += Integer.BYTES) {
      int word =
          (key[at] & 0xff)
              | (key[at + 1] & 0xff) << 8
              | (key[at + 2] & 0xff) << 16
              | key[at + 3] << 24;
      hash = (hash + word) * MIX;
      hash ^= hash >>> 16;
    }
    int rest = length - at;
    if (rest > 0) {
      // The bytes left over count with their sign.
      for (int i = rest - 1; i >= 0; i--) {
        hash += key[at + i] << (8 * i);
      }
      hash *= MIX;
      hash ^= hash >>> 24;
    }
    return hash;
  }
}
