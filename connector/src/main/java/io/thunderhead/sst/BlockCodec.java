package io.thunderhead.sst;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.thunderhead.codec.Bytes;
import io.thunderhead.option.SstCompression;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Compresses blocks: length of the content as a varint, then a Zstandard frame or a raw LZ4 block.
 * Holds native memory until closed. Not thread-safe.
 */
final class BlockCodec implements AutoCloseable {
  /** Type byte of a block as it is. */
  static final int NONE = 0;

  private static final int LZ4 = 4;
  private static final int ZSTD = 7;

  /** Zstandard's own default, which TiKV takes too (import-protocol 3.6). */
  private static final int ZSTD_LEVEL = 3;

  private final SstCompression compression;
  private final Bytes packed = new Bytes(1 << 12);
  private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor unLz4 = LZ4Factory.fastestInstance().safeDecompressor();
  private ZstdCompressCtx zstd;
  private ZstdDecompressCtx unZstd;

  BlockCodec(SstCompression compression) {
    this.compression = compression;
  }

  /** Returns RocksDB's name of a compression, which stands in a file's properties. */
  static String nameOf(SstCompression compression) {
    return switch (compression) {
      case ZSTD -> "ZSTD";
      case LZ4 -> "LZ4";
      case NONE -> "NoCompression";
    };
  }

  /** Returns the type byte of blocks that {@link #compress} returns. */
  int type() {
    return switch (compression) {
      case ZSTD -> ZSTD;
      case LZ4 -> LZ4;
      case NONE -> NONE;
    };
  }

  /**
   * Compresses a block.
   *
   * @return the live result, kept until the next call; null when it saves less than an eighth
   */
  Bytes compress(Bytes block) {
    if (compression == SstCompression.NONE) {
      return null;
    }
    int length = block.length();
    Varint.put(packed.clear(), length);
    int from = packed.length();
    int size;
    if (compression == SstCompression.LZ4) {
      int room = lz4.maxCompressedLength(length);
      size = lz4.compress(block.array(), 0, length, packed.reserve(room), from, room);
    } else {
      int room = Math.toIntExact(Zstd.compressBound(length));
      if (zstd == null) {
        zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
      }
      size = zstd.compressByteArray(packed.reserve(room), from, room, block.array(), 0, length);
    }
    packed.advance(size);
    return packed.length() < length - length / 8 ? packed : null;
  }

  /**
   * Unpacks a stored block.
   *
   * @param stored its content, without type and checksum
   * @return the live result, kept until the next call
   * @throws RuntimeException when it is damaged
   */
  Bytes decompress(int type, byte[] stored, int length) {
    ByteReader in = new ByteReader(stored, 0, length);
    int unpacked = in.varint32();
    int from = in.position();
    byte[] target = packed.clear().reserve(unpacked);
    int size =
        switch (type) {
          case LZ4 -> unLz4.decompress(stored, from, length - from, target, 0, unpacked);
          case ZSTD -> unZstd(target, unpacked, stored, from, length);
          default ->
              throw new IllegalArgumentException(
                  "compression type: %d (expected: 0, 4 or 7)".formatted(type));
        };
    if (size != unpacked) {
      throw new IllegalArgumentException(
          "block unpacks to %d bytes (expected: %d)".formatted(size, unpacked));
    }
    return packed.advance(size);
  }

  private int unZstd(byte[] target, int unpacked, byte[] stored, int from, int to) {
    if (unZstd == null) {
      unZstd = new ZstdDecompressCtx();
    }
    return unZstd.decompressByteArray(target, 0, unpacked, stored, from, to - from);
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
    if (unZstd != null) {
      unZstd.close();
    }
  }
}
