package io.thunderhead.option;

/** How blocks of an SST are compressed; all three can be read by every TiKV. */
public enum SstCompression {
  /** Smallest. */
  ZSTD,
  /** Fastest to build of those that compress. */
  LZ4,
  /** Blocks as they are. */
  NONE
}
