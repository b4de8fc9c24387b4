package io.thunderhead.ingest;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.tikv.KvBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The sorted KVs of one region job, held so that a stream that failed can be written again.
 *
 * <p>Keys and values lie back to back in chunks of 1 MiB. Not thread-safe.
 */
final class KvBuffer {
  private static final int CHUNK = 1 << 20;

  private final List<byte[]> chunks = new ArrayList<>();
  private int chunk = -1;
  private int used;
  private int count;
  private long kvBytes;
  private int[] chunkOf = new int[1024];
  private int[] keyAt = new int[1024];
  private int[] valueAt = new int[1024];
  private int[] endAt = new int[1024];
  private final BitSet deletes = new BitSet();

  /** Returns how many KVs are held. */
  int count() {
    return count;
  }

  /** Returns the bytes of keys and values that are held. */
  long kvBytes() {
    return kvBytes;
  }

  /** Returns the heap that the buffer keeps, filled or not. */
  long heldBytes() {
    long held = 16L * chunkOf.length;
    for (byte[] c : chunks) {
      held += c.length;
    }
    return held;
  }

  /** Appends one KV behind all others. */
  void add(byte[] key, byte[] value) {
    add(key, value, value.length);
  }

  /** Appends one KV with the value's first bytes. */
  void add(byte[] key, byte[] value, int valueLength) {
    byte[] data = makeRoom(key.length + valueLength);
    System.arraycopy(key, 0, data, used, key.length);
    System.arraycopy(value, 0, data, used + key.length, valueLength);
    took(key.length, valueLength);
  }

  /** Appends one KV whose key and value lie back to back. */
  void add(byte[] kv, int keyFrom, int valueFrom, int end) {
    byte[] data = makeRoom(end - keyFrom);
    System.arraycopy(kv, keyFrom, data, used, end - keyFrom);
    took(valueFrom - keyFrom, end - valueFrom);
  }

  private byte[] makeRoom(int needed) {
    if (chunk < 0 || used + needed > chunks.get(chunk).length) {
      nextChunk(needed);
    }
    if (count == chunkOf.length) {
      growIndex();
    }
    return chunks.get(chunk);
  }

  private void took(int keyLength, int valueLength) {
    chunkOf[count] = chunk;
    keyAt[count] = used;
    valueAt[count] = used + keyLength;
    used += keyLength + valueLength;
    endAt[count] = used;
    kvBytes += keyLength + valueLength;
    count++;
  }

  /** Compares the last key with that in bytes {@code [from, to)} of an array; not when empty. */
  int compareLast(byte[] array, int from, int to) {
    int last = count - 1;
    return Arrays.compareUnsigned(
        chunks.get(chunkOf[last]), keyAt[last], valueAt[last], array, from, to);
  }

  /** Appends the deletion of a KV; its value is only counted. */
  void addDelete(byte[] key, byte[] value, int valueLength) {
    deletes.set(count);
    add(key, value, valueLength);
  }

  /** Forgets the KVs and keeps the ordinary chunks. */
  void clear() {
    chunks.removeIf(c -> c.length != CHUNK);
    chunk = -1;
    used = 0;
    count = 0;
    kvBytes = 0;
    deletes.clear();
  }

  /** Returns a copy of the key of KV {@code i}. */
  byte[] key(int i) {
    return Arrays.copyOfRange(chunks.get(chunkOf[i]), keyAt[i], valueAt[i]);
  }

  /** Returns the first KV in {@code [from, to)} whose key is not below a bound, or {@code to}. */
  int firstNotBelow(byte[] bound, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(
              chunks.get(chunkOf[middle]), keyAt[middle], valueAt[middle], bound, 0, bound.length);
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Returns the KVs {@code [from, to)} as messages of about {@code batchBytes} key and value bytes
   * each. Can be walked many times while the buffer is unchanged.
   */
  Iterable<KvBatch> batches(int from, int to, long commitTs, int batchBytes) {
    return () -> new Batches(from, to, commitTs, batchBytes);
  }

  /** Takes KVs by the array that holds key and value. */
  interface Sink {
    void put(byte[] key, int keyFrom, int keyLength, byte[] value, int valueFrom, int valueLength);
  }

  /** Lends the KVs {@code [from, to)} to a sink, in order. */
  void forEach(int from, int to, Sink sink) {
    for (int i = from; i < to; i++) {
      byte[] data = chunks.get(chunkOf[i]);
      int key = keyAt[i];
      int value = valueAt[i];
      sink.put(data, key, value - key, data, value, endAt[i] - value);
    }
  }

  /** Adds the KVs {@code [from, to)} to a checksum; those that are deleted are taken out. */
  void addTo(KvChecksum.Sum sum, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] data = chunks.get(chunkOf[i]);
      int key = keyAt[i];
      int value = valueAt[i];
      if (deletes.get(i)) {
        sum.remove(data, key, value - key, data, value, endAt[i] - value);
      } else {
        sum.add(data, key, value - key, data, value, endAt[i] - value);
      }
    }
  }

  private void nextChunk(int needed) {
    chunk++;
    used = 0;
    if (chunk == chunks.size()) {
      chunks.add(new byte[Math.max(CHUNK, needed)]);
    } else if (chunks.get(chunk).length < needed) {
      chunks.add(chunk, new byte[needed]);
    }
  }

  private void growIndex() {
    int length = chunkOf.length * 2;
    chunkOf = Arrays.copyOf(chunkOf, length);
    keyAt = Arrays.copyOf(keyAt, length);
    valueAt = Arrays.copyOf(valueAt, length);
    endAt = Arrays.copyOf(endAt, length);
  }

  private final class Batches implements Iterator<KvBatch> {
    private final int to;
    private final long commitTs;
    private final int batchBytes;
    private int next;

    Batches(int from, int to, long commitTs, int batchBytes) {
      this.next = from;
      this.to = to;
      this.commitTs = commitTs;
      this.batchBytes = batchBytes;
    }

    @Override
    public boolean hasNext() {
      return next < to;
    }

    @Override
    public KvBatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      KvBatch.Builder batch = new KvBatch.Builder(commitTs, batchBytes + batchBytes / 8);
      while (next < to && batch.kvBytes() < batchBytes) {
        byte[] data = chunks.get(chunkOf[next]);
        if (deletes.get(next)) {
          batch.delete(data, keyAt[next], valueAt[next]);
        } else {
          batch.put(data, keyAt[next], valueAt[next], endAt[next]);
        }
        next++;
      }
      return batch.build();
    }
  }
}
