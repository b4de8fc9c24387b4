package io.thunderhead.unpack;

import java.io.IOException;

/** Unpacks one block of a format that has no lengths or sums of its own. */
interface BlockCodec {
  /**
   * Unpacks {@code packed[packedFrom, packedFrom + packedLength)} into {@code out} from {@code
   * from} on, as far as {@code out} has room.
   *
   * @return how many bytes it makes
   * @throws IOException when it is no such block, or makes more than there is room for
   */
  int unpack(PackedInput in, byte[] packed, int packedFrom, int packedLength, byte[] out, int from)
      throws IOException;
}
