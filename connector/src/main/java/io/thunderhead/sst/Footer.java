package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;

/**
 * The last 53 bytes of a file: type of the checksums, the handles of the meta index and the index
 * padded with zeros to 40 bytes, the format's version and its magic number.
 */
record Footer(BlockHandle metaIndex, BlockHandle index) {
  static final int LENGTH = 53;

  /**
   * The version that TiKV itself writes unless told otherwise (import-protocol 3.6), so the oldest
   * store reads it. Versions 3 to 5 only make the index smaller.
   */
  static final int FORMAT_VERSION = 2;

  private static final int CRC32C = 1;
  private static final int HANDLES = 40;
  private static final long MAGIC = 0x88e241b785f4cff7L;

  void put(Bytes out) {
    out.put(CRC32C);
    int start = out.length();
    metaIndex.put(out);
    index.put(out);
    out.fill(0, start + HANDLES - out.length());
    out.putLittleEndian(FORMAT_VERSION, Integer.BYTES).putLittleEndian(MAGIC, Long.BYTES);
  }

  /** Reads a footer and refuses one of another format, version or checksum type. */
  static Footer read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int checksum = in.unsignedByte();
    ByteReader handles = new ByteReader(bytes, 1, 1 + HANDLES);
    in.skip(HANDLES);
    long version = in.littleEndian(Integer.BYTES);
    long magic = in.littleEndian(Long.BYTES);
    if (magic != MAGIC || version != FORMAT_VERSION || checksum != CRC32C) {
      throw new IllegalArgumentException(
          "footer: magic %x, format version %d, checksum type %d (expected: %x, %d, %d)"
              .formatted(magic, version, checksum, MAGIC, FORMAT_VERSION, CRC32C));
    }
    return new Footer(BlockHandle.read(handles), BlockHandle.read(handles));
  }
}
