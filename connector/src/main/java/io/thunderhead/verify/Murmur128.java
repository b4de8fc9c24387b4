package io.thunderhead.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash MurmurHash3_x64_128 with seed 0. Not thread-safe: it holds the last result. */
final class Murmur128 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final int BLOCK = 16;

  private long first;
  private long second;

  /** Returns the first half of the last result. */
  long first() {
    return first;
  }

  /** Returns the second half of the last result. */
  long second() {
    return second;
  }

  /** Hashes the first bytes of an array. */
  void hash(byte[] data, int from, int length) {
    long h1 = 0;
    long h2 = 0;
    int end = from + (length & -BLOCK);
    for (int at = from; at < end; at += BLOCK) {
      h1 ^= mix1((long) LONG.get(data, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2((long) LONG.get(data, at + Long.BYTES));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int rest = length & (BLOCK - 1);
    h2 ^= rest > Long.BYTES ? mix2(tail(data, end + Long.BYTES, rest - Long.BYTES)) : 0;
    h1 ^= rest > 0 ? mix1(tail(data, end, Math.min(rest, Long.BYTES))) : 0;
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    first = h1 + h2;
    second = h2 + first;
  }

  private static long tail(byte[] data, int from, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (data[from + i] & 0xff);
    }
    return value;
  }

  private static long mix1(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mix2(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long hash) {
    long h = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
