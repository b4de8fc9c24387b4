package io.thunderhead.unpack;

import java.io.IOException;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/** LZ4's frame format: frames of blocks, alone or leaning on the 64 KiB before them. */
final class Lz4FrameStream extends UnpackedStream {
  /** First four bytes of a frame, as a little-endian number. */
  static final int MAGIC = 0x184d2204;

  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int HISTORY = 1 << 16;
  private static final int VERSION_BITS = 0xc0;
  private static final int VERSION = 0x40;
  private static final int INDEPENDENT = 0x20;
  private static final int BLOCK_SUMS = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int CONTENT_SUM = 0x04;
  private static final int RESERVED = 0x02;
  private static final int DICTIONARY = 0x01;
  private static final int MAX_HEADER = 15;

  private final XXHash32 hash = XXHashFactory.fastestJavaInstance().hash32();
  private final StreamingXXHash32 content =
      XXHashFactory.fastestJavaInstance().newStreamingHash32(0);
  private byte[] packed = new byte[HISTORY];
  private int flags;
  private int blockSize;
  private int history;
  private int last;
  private long size;
  private long wantedSize;
  private boolean inFrame;

  Lz4FrameStream(PackedInput in) {
    super(in, HISTORY);
  }

  /** Tells whether a file begins with a frame, skippable or not. */
  static boolean isMagic(byte[] head) {
    int magic =
        (head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16 | (head[3] & 0xff) << 24;
    return magic == MAGIC || (magic & SKIPPABLE_MASK) == SKIPPABLE;
  }

  @Override
  int blockFrom() {
    return history;
  }

  @Override
  int next() throws IOException {
    if (!inFrame) {
      return startFrame() ? 0 : -1;
    }
    keepHistory();
    int header = in.readLittleEndian(4);
    if (header == 0) {
      endFrame();
      return 0;
    }
    int length = header & Integer.MAX_VALUE;
    if (length > blockSize) {
      throw in.damaged("block of %d bytes in a frame of at most %d".formatted(length, blockSize));
    }
    in.readAll(packed, length);
    if ((flags & BLOCK_SUMS) != 0) {
      check(hash.hash(packed, 0, length, 0), "block");
    }
    if (header < 0) {
      System.arraycopy(packed, 0, block, history, length);
      last = length;
    } else {
      last = Lz4Block.unpack(in, packed, 0, length, block, history);
      if (last > blockSize) {
        throw in.damaged("block that makes %d bytes of at most %d".formatted(last, blockSize));
      }
    }
    if ((flags & CONTENT_SUM) != 0) {
      content.update(block, history, last);
    }
    size += last;
    return last;
  }

  /** Moves the last bytes to the front, where the next block's copies find them. */
  private void keepHistory() {
    int have = history + last;
    int keep = (flags & INDEPENDENT) == 0 ? Math.min(have, HISTORY) : 0;
    System.arraycopy(block, have - keep, block, 0, keep);
    history = keep;
    last = 0;
  }

  private boolean startFrame() throws IOException {
    if (in.peek(1).length == 0) {
      return false;
    }
    int magic = in.readLittleEndian(4);
    if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
      for (long left = in.readLittleEndian(4) & 0xffff_ffffL; left > 0; left--) {
        in.readByte();
      }
      return true;
    }
    if (magic != MAGIC) {
      throw in.damaged("it has %08x where a frame begins with %08x".formatted(magic, MAGIC));
    }
    readHeader();
    history = 0;
    last = 0;
    size = 0;
    content.reset();
    inFrame = true;
    return true;
  }

  private void readHeader() throws IOException {
    byte[] header = new byte[MAX_HEADER];
    flags = in.readByte();
    int code = in.readByte();
    header[0] = (byte) flags;
    header[1] = (byte) code;
    int sizeBytes = (flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0;
    wantedSize = 0;
    for (int i = 0; i < sizeBytes; i++) {
      int value = in.readByte();
      header[2 + i] = (byte) value;
      wantedSize |= (long) value << (8 * i);
    }
    int largest = code >> 4 & 7;
    if ((flags & VERSION_BITS) != VERSION || (flags & RESERVED) != 0 || largest < 4) {
      throw in.damaged("frame with the unknown flags %02x %02x".formatted(flags, code));
    }
    if ((flags & DICTIONARY) != 0) {
      throw in.damaged("it asks for a dictionary");
    }
    int sum = hash.hash(header, 0, 2 + sizeBytes, 0) >> 8 & 0xff;
    int wanted = in.readByte();
    if (sum != wanted) {
      throw in.damaged("sum of a frame's header %02x, not %02x as it says".formatted(sum, wanted));
    }
    blockSize = 1 << (8 + 2 * largest);
    packed = room(packed, blockSize);
    block = room(block, HISTORY + blockSize);
  }

  private void endFrame() throws IOException {
    if ((flags & CONTENT_SUM) != 0) {
      check(content.getValue(), "content");
    }
    if ((flags & CONTENT_SIZE) != 0 && size != wantedSize) {
      throw in.damaged(
          "frame of %d bytes, not %s as it says"
              .formatted(size, Long.toUnsignedString(wantedSize)));
    }
    inFrame = false;
    last = 0;
  }

  private void check(int sum, String what) throws IOException {
    int wanted = in.readLittleEndian(4);
    if (sum != wanted) {
      throw in.damaged("sum of a %s %08x, not %08x as it says".formatted(what, sum, wanted));
    }
  }
}
