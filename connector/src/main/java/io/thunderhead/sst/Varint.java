package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;

/** Unsigned LEB128: seven bits a byte, lowest first, at most ten bytes. */
final class Varint {
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private Varint() {}

  static void put(Bytes out, long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      out.put((int) rest | MORE);
      rest >>>= BITS;
    }
    out.put((int) rest);
  }
}
