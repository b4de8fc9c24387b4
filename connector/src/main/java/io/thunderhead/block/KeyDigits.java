package io.thunderhead.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first eight bytes by which some keys differ, as one number of each key that sorts as they do.
 *
 * <p>Keys hold numbers of eight bytes of which few ever vary: what no two keys differ in need not
 * be compared. A key that ends counts as going on with zeros, so keys of equal numbers are yet to
 * be compared as a whole.
 */
final class KeyDigits {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Words of eight bytes behind the shared ones that are looked at. */
  private static final int WORDS = 4;

  private final long[] differs = new long[WORDS];
  private final int[] at = new int[Long.BYTES];
  private int shared;
  private int count;

  /**
   * Looks at other keys.
   *
   * @param sharedBytes that all of them begin with
   */
  void start(int sharedBytes) {
    shared = sharedBytes;
    Arrays.fill(differs, 0);
  }

  /** Notes where a key differs from the first. */
  void look(KvCursor first, KvCursor key) {
    for (int word = 0; word < WORDS; word++) {
      int from = shared + word * Long.BYTES;
      differs[word] |= word(first, from) ^ word(key, from);
    }
  }

  private static long word(KvCursor key, int from) {
    int start = key.keyFrom() + from;
    if (start + Long.BYTES <= key.valueFrom()) {
      return (long) LONG.get(key.array(), start);
    }
    long word = 0;
    for (int i = start; i < start + Long.BYTES; i++) {
      word = word << Byte.SIZE | (i < key.valueFrom() ? key.array()[i] & 0xFF : 0);
    }
    return word;
  }

  /** Chooses the bytes, when all keys have been looked at. */
  void choose() {
    count = 0;
    for (int i = 0; i < WORDS * Long.BYTES && count < at.length; i++) {
      int shift = (Long.BYTES - 1 - i % Long.BYTES) * Byte.SIZE;
      if ((differs[i / Long.BYTES] >>> shift & 0xFF) != 0) {
        at[count++] = shared + i;
      }
    }
  }

  /** Returns the number of a key. */
  long of(KvCursor key) {
    if (count == at.length && at[count - 1] - at[0] == count - 1) {
      return word(key, at[0]);
    }
    byte[] array = key.array();
    int from = key.keyFrom();
    int end = key.valueFrom();
    long number = 0;
    for (int i = 0; i < count; i++) {
      int place = from + at[i];
      number = number << Byte.SIZE | (place < end ? array[place] & 0xFF : 0);
    }
    return number;
  }

  /** Returns how many first bytes two keys of equal numbers share, when neither ends in them. */
  int compared() {
    return count == at.length ? at[count - 1] + 1 : shared + WORDS * Long.BYTES;
  }
}
