package io.thunderhead.sst;

import io.thunderhead.option.SstCompression;
import java.io.Serializable;
import java.util.Objects;

/**
 * How SSTs are built.
 *
 * @param compression of data blocks
 * @param blockBytes keys and values of a block before compression; TiKV's own take 32 KiB
 */
public record SstSettings(SstCompression compression, int blockBytes) implements Serializable {
  private static final int TIKV_BLOCK_BYTES = 32 << 10;

  /** A filter's hash of each key, doubled because the array of them grows by doubling. */
  private static final long FILTER_BYTES_PER_KEY = 2 * 4L;

  /** Blocks under work of two files: as they are, packed, and read back. */
  private static final int BLOCKS = 8;

  /** Checks the size of a block. */
  public SstSettings {
    Objects.requireNonNull(compression, "compression");
    if (blockBytes <= 0) {
      throw new IllegalArgumentException("blockBytes: %d (expected: > 0)".formatted(blockBytes));
    }
  }

  /** Returns settings with blocks as TiKV makes them. */
  public static SstSettings of(SstCompression compression) {
    return new SstSettings(compression, TIKV_BLOCK_BYTES);
  }

  /** Returns about the most heap, in bytes, that building files of so many keys takes. */
  public long buildBytes(long keys) {
    return FILTER_BYTES_PER_KEY * keys + (long) BLOCKS * blockBytes;
  }
}
