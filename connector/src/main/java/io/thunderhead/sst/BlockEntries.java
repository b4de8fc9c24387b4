package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;

/** The entries of one block, front to back (layout: {@link BlockBuilder}). */
final class BlockEntries {
  private final byte[] block;
  private final ByteReader in;
  private final Bytes key = new Bytes(64);
  private int valueFrom;
  private int valueLength;

  /** Reads the first {@code length} bytes of an array. */
  BlockEntries(byte[] block, int length) {
    this.block = block;
    ByteReader tail = new ByteReader(block, length - Integer.BYTES, length);
    long restarts = tail.littleEndian(Integer.BYTES);
    long end = length - Integer.BYTES * (restarts + 1);
    if (restarts == 0 || end < 0) {
      throw new IllegalArgumentException(
          "block of %d bytes with %d restarts (expected: at least one, all inside)"
              .formatted(length, restarts));
    }
    this.in = new ByteReader(block, 0, (int) end);
  }

  /** Moves to the next entry, false behind the last. */
  boolean next() {
    if (!in.hasMore()) {
      return false;
    }
    int shared = in.varint32();
    int rest = in.varint32();
    valueLength = in.varint32();
    key.truncate(shared).put(block, in.skip(rest), rest);
    valueFrom = in.skip(valueLength);
    return true;
  }

  /** Returns the live key of the entry. */
  Bytes key() {
    return key;
  }

  /** Returns the array that holds the value. */
  byte[] valueArray() {
    return block;
  }

  int valueFrom() {
    return valueFrom;
  }

  int valueLength() {
    return valueLength;
  }

  /** Returns a reader of the value. */
  ByteReader value() {
    return new ByteReader(block, valueFrom, valueFrom + valueLength);
  }
}
