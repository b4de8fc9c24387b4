package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;

/**
 * Where a block lies: two varints.
 *
 * @param offset bytes of the file before it
 * @param size bytes of its stored content, without the trailer
 */
record BlockHandle(long offset, long size) {
  BlockHandle {
    if (offset < 0 || size < 0) {
      throw new IllegalArgumentException(
          "block of %d bytes at %d (expected: neither negative)".formatted(size, offset));
    }
  }

  void put(Bytes out) {
    Varint.put(out, offset);
    Varint.put(out, size);
  }

  static BlockHandle read(ByteReader in) {
    return new BlockHandle(in.varint(), in.varint());
  }
}
