package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.util.Arrays;

/**
 * One block of sorted entries: each is the lengths of the part of the key that it shares with the
 * one before, of the rest and of the value, as varints, then rest and value. Every so many entries
 * a key is whole; the offsets of those end the block. Reused from block to block.
 */
final class BlockBuilder {
  private final int restartInterval;
  private final Bytes entries;
  private final Bytes lastKey = new Bytes(64);
  private int[] restarts = new int[16];
  private int restartCount;
  private int count;

  BlockBuilder(int restartInterval, int capacity) {
    this.restartInterval = restartInterval;
    this.entries = new Bytes(capacity);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Returns the length of the block if it ended here. */
  int length() {
    return entries.length() + Integer.BYTES * (restartCount + 1);
  }

  /** Appends an entry behind all others. */
  void add(byte[] key, int keyLength, byte[] value, int valueFrom, int valueLength) {
    int shared = 0;
    if (count % restartInterval == 0) {
      addRestart();
    } else {
      shared = commonLength(lastKey.array(), lastKey.length(), key, keyLength);
    }
    Varint.put(entries, shared);
    Varint.put(entries, keyLength - shared);
    Varint.put(entries, valueLength);
    entries.put(key, shared, keyLength - shared).put(value, valueFrom, valueLength);
    lastKey.truncate(shared).put(key, shared, keyLength - shared);
    count++;
  }

  private void addRestart() {
    if (restartCount == restarts.length) {
      restarts = Arrays.copyOf(restarts, 2 * restartCount);
    }
    restarts[restartCount++] = entries.length();
    lastKey.clear();
  }

  /** Ends the block and returns its live bytes, which the next {@link #clear} gives up. */
  Bytes finish() {
    for (int i = 0; i < restartCount; i++) {
      entries.putLittleEndian(restarts[i], Integer.BYTES);
    }
    return entries.putLittleEndian(restartCount, Integer.BYTES);
  }

  void clear() {
    entries.clear();
    lastKey.clear();
    restartCount = 0;
    count = 0;
  }

  /** Returns how many leading bytes two keys share. */
  static int commonLength(byte[] a, int aLength, byte[] b, int bLength) {
    int difference = Arrays.mismatch(a, 0, aLength, b, 0, bLength);
    return difference < 0 ? aLength : difference;
  }
}
