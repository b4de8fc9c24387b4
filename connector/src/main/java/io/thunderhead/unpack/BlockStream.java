package io.thunderhead.unpack;

import java.io.IOException;
import org.xerial.snappy.Snappy;

/**
 * The framing of Hadoop's codecs: BE32 unpacked length, then chunks of BE32 packed length and bytes
 * until as much is unpacked. Xerial's has a header and the chunks alone.
 */
final class BlockStream extends UnpackedStream {
  /** First bytes of Xerial's header; two BE32 versions follow. */
  static final byte[] XERIAL = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

  private static final int FIRST_BLOCK = 1 << 18;

  private final BlockCodec codec;
  private final boolean xerial;
  private byte[] packed = new byte[FIRST_BLOCK];
  private int left;
  private boolean started;

  private BlockStream(PackedInput in, BlockCodec codec, boolean xerial) {
    super(in, FIRST_BLOCK);
    this.codec = codec;
    this.xerial = xerial;
  }

  /** Opens Hadoop's framing. */
  static BlockStream ofHadoop(PackedInput in, BlockCodec codec) {
    return new BlockStream(in, codec, false);
  }

  /** Opens what snappy-java's plain stream writes. */
  static BlockStream ofXerial(PackedInput in) {
    return new BlockStream(in, SnappyBlock::unpack, true);
  }

  @Override
  int next() throws IOException {
    if (in.peek(1).length == 0) {
      if (left > 0) {
        throw in.cutOff();
      }
      return -1;
    }
    return xerial ? xerialChunk() : hadoopChunk();
  }

  private int hadoopChunk() throws IOException {
    if (left == 0) {
      left = checked(in.readBigEndian(), "block");
      block = room(block, left);
      if (left == 0) {
        return 0;
      }
    }
    int length = readChunk(in.readBigEndian());
    int got = codec.unpack(in, packed, 0, length, block, 0);
    if (got > left || got == 0) {
      throw in.damaged("chunk that makes %d bytes in a block that lacks %d".formatted(got, left));
    }
    left -= got;
    return got;
  }

  private int xerialChunk() throws IOException {
    if (!started || in.peek(1)[0] == XERIAL[0]) {
      in.readAll(packed, XERIAL.length);
      in.readBigEndian();
      in.readBigEndian();
      started = true;
      return 0;
    }
    int length = readChunk(in.readBigEndian());
    int size = Snappy.uncompressedLength(packed, 0, length);
    block = room(block, checked(size, "block"));
    return codec.unpack(in, packed, 0, length, block, 0);
  }

  private int readChunk(int length) throws IOException {
    packed = room(packed, checked(length, "chunk"));
    in.readAll(packed, length);
    return length;
  }
}
