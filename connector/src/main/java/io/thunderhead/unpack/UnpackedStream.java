package io.thunderhead.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The content of a compressed file, unpacked one block after the other. */
abstract class UnpackedStream extends InputStream {
  /** Largest block that is believed; more is a sign of bytes that are no block length. */
  static final int MAX_BLOCK = 1 << 26;

  /** Where the file is read. */
  final PackedInput in;

  /** The block; subclasses may put a longer array in its place. */
  byte[] block;

  private int at;
  private int end;
  private boolean ended;

  UnpackedStream(PackedInput in, int blockSize) {
    this.in = in;
    this.block = new byte[blockSize];
  }

  /**
   * Unpacks the next block into {@link #block}, from {@link #blockFrom} on.
   *
   * @return how many bytes it has, 0 or more; -1 at the end
   */
  abstract int next() throws IOException;

  /** Returns where in {@link #block} the block that was unpacked last begins. */
  int blockFrom() {
    return 0;
  }

  @Override
  public final int read() throws IOException {
    return hasBytes() ? block[at++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] out, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    } else if (!hasBytes()) {
      return -1;
    }
    int taken = Math.min(count, end - at);
    System.arraycopy(block, at, out, from, taken);
    at += taken;
    return taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Returns an array of at least {@code size} bytes that begins as {@code old} does. */
  static byte[] room(byte[] old, int size) {
    return old.length >= size ? old : Arrays.copyOf(old, size);
  }

  /** Checks a length that the file has. */
  final int checked(int length, String what) throws IOException {
    if (length < 0 || length > MAX_BLOCK) {
      throw in.damaged("%s of %d bytes".formatted(what, Integer.toUnsignedLong(length)));
    }
    return length;
  }

  private boolean hasBytes() throws IOException {
    while (at == end && !ended) {
      int got = next();
      ended = got < 0;
      at = blockFrom();
      end = at + Math.max(got, 0);
    }
    return at < end;
  }
}
