package io.thunderhead.unpack;

import java.io.IOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** A block of Snappy, which begins with its length. */
final class SnappyBlock {
  private SnappyBlock() {}

  /** As {@link BlockCodec#unpack}. */
  static int unpack(
      PackedInput in, byte[] packed, int packedFrom, int packedLength, byte[] out, int from)
      throws IOException {
    try {
      int size = Snappy.uncompressedLength(packed, packedFrom, packedLength);
      if (size < 0 || size > out.length - from) {
        throw in.damaged(
            "block that makes %d bytes where %d fit".formatted(size, out.length - from));
      }
      if (!Snappy.isValidCompressedBuffer(packed, packedFrom, packedLength)) {
        throw in.damaged("block of %d bytes that is not Snappy's".formatted(packedLength));
      }
      return Snappy.uncompress(packed, packedFrom, packedLength, out, from);
    } catch (SnappyError e) {
      throw in.damaged("block of %d bytes that is not Snappy's".formatted(packedLength));
    }
  }
}
