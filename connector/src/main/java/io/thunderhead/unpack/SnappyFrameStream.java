package io.thunderhead.unpack;

import java.io.IOException;
import java.util.zip.CRC32C;

/** Snappy's framing format: a stream identifier, then chunks of a type, LE24 length and bytes. */
final class SnappyFrameStream extends UnpackedStream {
  /** The identifier's chunk, whole. */
  static final byte[] IDENTIFIER = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};

  private static final int MAX_CONTENT = 1 << 16;
  private static final int CRC_BYTES = 4;
  private static final int COMPRESSED = 0;
  private static final int UNCOMPRESSED = 1;
  private static final int FIRST_SKIPPABLE = 0x80;
  private static final int IDENTIFIER_TYPE = 0xff;
  private static final int CRC_MASK = 0xa282ead8;

  private final CRC32C crc = new CRC32C();
  private byte[] chunk = new byte[MAX_CONTENT];

  SnappyFrameStream(PackedInput in) {
    super(in, MAX_CONTENT);
  }

  @Override
  int next() throws IOException {
    int type = in.read();
    if (type < 0) {
      return -1;
    }
    int length = in.readLittleEndian(3);
    chunk = room(chunk, length);
    in.readAll(chunk, length);
    if (type == COMPRESSED || type == UNCOMPRESSED) {
      return content(type, length);
    }
    if (type < FIRST_SKIPPABLE) {
      throw in.damaged("chunk of unknown type %d".formatted(type));
    }
    if (type == IDENTIFIER_TYPE && length != IDENTIFIER.length - CRC_BYTES) {
      throw in.damaged("stream identifier of %d bytes".formatted(length));
    }
    return 0;
  }

  private int content(int type, int length) throws IOException {
    if (length < CRC_BYTES) {
      throw in.damaged("chunk of %d bytes".formatted(length));
    }
    int size = length - CRC_BYTES;
    if (type == COMPRESSED) {
      size = SnappyBlock.unpack(in, chunk, CRC_BYTES, size, block, 0);
    } else if (size <= block.length) {
      System.arraycopy(chunk, CRC_BYTES, block, 0, size);
    } else {
      throw in.damaged("chunk of %d bytes".formatted(length));
    }
    crc.reset();
    crc.update(block, 0, size);
    int sum = Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
    int wanted =
        (chunk[0] & 0xff)
            | (chunk[1] & 0xff) << 8
            | (chunk[2] & 0xff) << 16
            | (chunk[3] & 0xff) << 24;
    if (sum != wanted) {
      throw in.damaged("CRC %08x, not %08x as it says".formatted(sum, wanted));
    }
    return size;
  }
}
