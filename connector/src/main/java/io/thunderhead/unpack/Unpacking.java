package io.thunderhead.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Opens compressed files.
 *
 * <p>All streams check the sums that the format has, and read several members or frames one behind
 * the other as one content. Where the stored bytes end too soon or are not what they should be,
 * they throw an IOException that names the file and the byte; a file of no bytes ends too soon.
 * Snappy's framings have no end of their own: of a file that is cut between two chunks they cannot
 * tell.
 */
public final class Unpacking {
  private Unpacking() {}

  /** Opens gzip. */
  public static InputStream gzip(InputStream stored, String path) throws IOException {
    return new GzipStream(start(stored, path, "gzip"));
  }

  /** Opens Zstandard. */
  public static InputStream zstd(InputStream stored, String path) throws IOException {
    return new ZstdStream(start(stored, path, "zstd"));
  }

  /** Opens Snappy: its framing format, Hadoop's or Xerial's, told apart by the first bytes. */
  public static InputStream snappy(InputStream stored, String path) throws IOException {
    PackedInput in = start(stored, path, "snappy");
    byte[] head = in.peek(SnappyFrameStream.IDENTIFIER.length);
    if (startsAs(head, SnappyFrameStream.IDENTIFIER)) {
      return new SnappyFrameStream(in);
    }
    return startsAs(head, BlockStream.XERIAL)
        ? BlockStream.ofXerial(in)
        : BlockStream.ofHadoop(in, SnappyBlock::unpack);
  }

  /** Opens LZ4: its frame format or Hadoop's, told apart by the first bytes. */
  public static InputStream lz4(InputStream stored, String path) throws IOException {
    PackedInput in = start(stored, path, "lz4");
    byte[] head = in.peek(Integer.BYTES);
    boolean frame = head.length == Integer.BYTES && Lz4FrameStream.isMagic(head);
    return frame ? new Lz4FrameStream(in) : BlockStream.ofHadoop(in, Lz4Block::unpack);
  }

  private static PackedInput start(InputStream stored, String path, String format)
      throws IOException {
    PackedInput in = new PackedInput(stored, path, format);
    if (in.peek(1).length == 0) {
      throw in.cutOff();
    }
    return in;
  }

  private static boolean startsAs(byte[] head, byte[] magic) {
    return Arrays.equals(head, 0, Math.min(head.length, magic.length), magic, 0, magic.length);
  }
}
