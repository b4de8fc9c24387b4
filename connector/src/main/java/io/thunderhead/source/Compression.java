package io.thunderhead.source;

/** How the bytes of an input file are packed. */
public enum Compression {
  NONE,
  GZIP,
  ZSTD,
  SNAPPY,
  LZ4
}
