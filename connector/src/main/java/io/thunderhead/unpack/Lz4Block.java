package io.thunderhead.unpack;

import java.io.IOException;

/**
 * A block of LZ4: runs of literal bytes and of copies of what was unpacked before.
 *
 * <p>The library on Spark's class path cannot unpack blocks that copy from the block before, which
 * many writers of frames make.
 */
final class Lz4Block {
  private static final int LONG_RUN = 15;
  private static final int LEAST_COPY = 4;

  private final PackedInput in;
  private byte[] packed = new byte[0];
  private int at;
  private int end;

  private Lz4Block(PackedInput in) {
    this.in = in;
  }

  /** As {@link BlockCodec#unpack}; copies may come from all that stands before {@code from}. */
  static int unpack(
      PackedInput in, byte[] packed, int packedFrom, int packedLength, byte[] out, int from)
      throws IOException {
    Lz4Block block = new Lz4Block(in);
    block.packed = packed;
    block.at = packedFrom;
    block.end = packedFrom + packedLength;
    return block.unpack(out, from);
  }

  private int unpack(byte[] out, int from) throws IOException {
    int to = from;
    while (true) {
      int token = next();
      int literals = run(token >>> 4);
      if (literals > end - at || literals > out.length - to) {
        throw bad();
      }
      System.arraycopy(packed, at, out, to, literals);
      at += literals;
      to += literals;
      if (at == end) {
        return to - from;
      }
      int distance = next() | next() << 8;
      int count = run(token & LONG_RUN) + LEAST_COPY;
      if (distance == 0 || distance > to || count > out.length - to) {
        throw bad();
      }
      copy(out, to, distance, count);
      to += count;
    }
  }

  private static void copy(byte[] out, int to, int distance, int count) {
    int done = 0;
    while (done < count) {
      int some = Math.min(count - done, distance + done);
      System.arraycopy(out, to - distance, out, to + done, some);
      done += some;
    }
  }

  /** Reads the rest of a run's length. */
  private int run(int first) throws IOException {
    int length = first;
    int more = first == LONG_RUN ? 255 : 0;
    while (more == 255) {
      more = next();
      length += more;
      if (length > UnpackedStream.MAX_BLOCK) {
        throw bad();
      }
    }
    return length;
  }

  private int next() throws IOException {
    if (at == end) {
      throw bad();
    }
    return packed[at++] & 0xff;
  }

  private IOException bad() {
    return in.damaged("block that is not LZ4's");
  }
}
