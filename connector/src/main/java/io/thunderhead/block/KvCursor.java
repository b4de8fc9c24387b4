package io.thunderhead.block;

import java.util.Arrays;

/**
 * Walks KVs. The key and then the value of the one it stands on lie back to back in an array, from
 * {@link #keyFrom()} and {@link #valueFrom()} to {@link #end()}; it may change with the next step.
 */
public abstract class KvCursor {
  private byte[] array = new byte[0];
  private int keyFrom;
  private int valueFrom;
  private int end;

  KvCursor() {}

  /**
   * Steps to the next KV, at first to the first.
   *
   * @return false when there is none
   * @throws java.io.UncheckedIOException when what was set aside on disk cannot be read
   */
  public abstract boolean next();

  /** Returns the array that holds the KV. */
  public byte[] array() {
    return array;
  }

  /** Returns where the key begins. */
  public int keyFrom() {
    return keyFrom;
  }

  /** Returns where the key ends and the value begins. */
  public int valueFrom() {
    return valueFrom;
  }

  /** Returns where the value ends. */
  public int end() {
    return end;
  }

  /** Returns a copy of the key. */
  public byte[] key() {
    return Arrays.copyOfRange(array, keyFrom, valueFrom);
  }

  /** Returns a copy of the value. */
  public byte[] value() {
    return Arrays.copyOfRange(array, valueFrom, end);
  }

  /** Compares the key with another cursor's. */
  int compareKey(KvCursor other) {
    return Arrays.compareUnsigned(
        array, keyFrom, valueFrom, other.array, other.keyFrom, other.valueFrom);
  }

  /** Stands on the KV that begins at an offset of a block. */
  final void stand(byte[] block, int at) {
    int next = at;
    int keyLength = block[next++];
    if (keyLength < 0) {
      keyLength &= 0x7F;
      for (int shift = 7; ; shift += 7) {
        byte more = block[next++];
        keyLength |= (more & 0x7F) << shift;
        if (more >= 0) {
          break;
        }
      }
    }
    int valueLength = block[next++];
    if (valueLength < 0) {
      valueLength &= 0x7F;
      for (int shift = 7; ; shift += 7) {
        byte more = block[next++];
        valueLength |= (more & 0x7F) << shift;
        if (more >= 0) {
          break;
        }
      }
    }
    array = block;
    keyFrom = next;
    valueFrom = next + keyLength;
    end = valueFrom + valueLength;
  }

  /** Stands where another cursor stands. */
  final void standAt(KvCursor other) {
    array = other.array;
    keyFrom = other.keyFrom;
    valueFrom = other.valueFrom;
    end = other.end;
  }
}
