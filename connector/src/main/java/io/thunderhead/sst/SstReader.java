package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.option.SstCompression;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a file of {@link SstWriter}'s form, and of RocksDB's of the same format version, from its
 * first entry to its last, a block at a time, and refuses whatever does not fit: a damaged block,
 * keys that do not ascend, an index or a filter that misses a key, properties with other sums.
 *
 * <p>What is wrong with a file is an IllegalArgumentException. Not thread-safe.
 */
final class SstReader implements AutoCloseable {
  static final String PROPERTIES = "rocksdb.properties";

  /** {@link SstWriter#KEY_TAIL}, read big-endian. */
  private static final long VALUE_TAIL = 1L << 56;

  private final Path path;
  private final FileChannel file;
  private final BlockCodec codec = new BlockCodec(SstCompression.NONE);
  private final Bytes stored = new Bytes(1 << 15);
  private final Bytes key = new Bytes(64);
  private final Bytes lastKey = new Bytes(64);
  private final Bytes bound = new Bytes(64);
  private final TableProperties properties;
  private final BlockEntries index;
  private final byte[] filter;
  private final int filterSuffix;
  private BlockEntries block;
  private boolean firstOfBlock;
  private long nextOffset;
  private long blocks;
  private long entries;
  private long keyBytes;
  private long valueBytes;

  /** Opens a file and reads all of it but its data. */
  SstReader(Path path, ColumnFamily family) {
    this.path = path;
    this.filterSuffix = family.filterSuffix();
    try {
      this.file = FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw failed(e);
    }
    try {
      Footer footer = footer();
      Map<String, BlockHandle> meta = metaIndex(footer.metaIndex());
      this.properties = TableProperties.read(entries(required(meta, PROPERTIES)));
      properties.requireIngestible();
      this.index = entries(footer.index());
      BlockHandle filterAt = meta.get(TableProperties.FILTER);
      this.filter = filterAt == null ? null : block(filterAt).toByteArray();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Footer footer() {
    try {
      long length = file.size();
      if (length < Footer.LENGTH) {
        throw new IllegalArgumentException(
            "SST %s: %d bytes (expected: at least %d)".formatted(path, length, Footer.LENGTH));
      }
      stored.clear();
      read(length - Footer.LENGTH, Footer.LENGTH);
      return Footer.read(stored.toByteArray());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Map<String, BlockHandle> metaIndex(BlockHandle at) {
    Map<String, BlockHandle> handles = new HashMap<>();
    BlockEntries meta = entries(at);
    while (meta.next()) {
      String name = new String(meta.key().array(), 0, meta.key().length(), StandardCharsets.UTF_8);
      handles.put(name, BlockHandle.read(meta.value()));
    }
    return handles;
  }

  private BlockHandle required(Map<String, BlockHandle> meta, String name) {
    BlockHandle handle = meta.get(name);
    if (handle == null) {
      throw new IllegalArgumentException(
          "SST %s: meta blocks %s (expected: %s)".formatted(path, meta.keySet(), name));
    }
    return handle;
  }

  /** Reads a block into an array of its own. */
  private BlockEntries entries(BlockHandle at) {
    byte[] copy = block(at).toByteArray();
    return new BlockEntries(copy, copy.length);
  }

  /** Reads and checks a block; what is returned lives until the next is read. */
  private Bytes block(BlockHandle at) {
    stored.clear();
    int size = Math.toIntExact(at.size());
    try {
      read(at.offset(), size + SstWriter.TRAILER);
    } catch (IOException e) {
      throw failed(e);
    }
    int crc = SstWriter.maskedCrc(stored.array(), size + 1);
    ByteReader trailer = new ByteReader(stored.array(), size, stored.length());
    int type = trailer.unsignedByte();
    int expected = (int) trailer.littleEndian(Integer.BYTES);
    if (crc != expected) {
      throw new IllegalArgumentException(
          "SST %s: block at %d has checksum %08x (expected: %08x)"
              .formatted(path, at.offset(), crc, expected));
    }
    return type == BlockCodec.NONE
        ? stored.truncate(size)
        : codec.decompress(type, stored.array(), size);
  }

  private void read(long offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(stored.reserve(length), 0, length);
    while (target.hasRemaining()) {
      if (file.read(target, offset + target.position()) < 0) {
        throw new EOFException("ends before " + (offset + length));
      }
    }
    stored.advance(length);
  }

  TableProperties properties() {
    return properties;
  }

  /** Returns the filter's block, null when the file has none. */
  byte[] filter() {
    return filter;
  }

  /**
   * Moves to the next entry, false behind the last; by then every check has passed.
   *
   * @throws IllegalArgumentException when the file is wrong
   */
  boolean next() {
    while (block == null || !block.next()) {
      if (block != null) {
        endBlock();
      }
      if (!index.next()) {
        checkSums();
        return false;
      }
      startBlock();
    }
    take();
    return true;
  }

  private void startBlock() {
    BlockHandle at = BlockHandle.read(index.value());
    require(at.offset() == nextOffset, "blocks in a row");
    nextOffset = at.offset() + at.size() + SstWriter.TRAILER;
    Bytes content = block(at);
    block = new BlockEntries(content.array(), content.length());
    blocks++;
    firstOfBlock = true;
  }

  /** Checks the index: no key of the block is above the one that stands there. */
  private void endBlock() {
    int length = index.key().length() - SstWriter.KEY_TAIL;
    require(length >= 0 && compare(key, index.key().array(), length) <= 0, "index keys in order");
    bound.clear().put(index.key().array(), 0, length);
  }

  private void take() {
    Bytes internal = block.key();
    int length = internal.length() - SstWriter.KEY_TAIL;
    require(length >= filterSuffix, "keys with sequence number and timestamp");
    require(
        MemComparable.decodeUint(internal.array(), length) == VALUE_TAIL,
        "values of sequence number 0");
    lastKey.clear().put(key.array(), 0, key.length());
    key.clear().put(internal.array(), 0, length);
    require(entries == 0 || compare(lastKey, key.array(), length) < 0, "ascending keys");
    if (firstOfBlock && blocks > 1) {
      require(compare(bound, key.array(), length) < 0, "keys behind their index");
    }
    firstOfBlock = false;
    require(
        filter == null || KeyFilter.mayContain(filter, key.array(), length - filterSuffix),
        "all keys in the filter");
    entries++;
    keyBytes += internal.length();
    valueBytes += block.valueLength();
  }

  private void checkSums() {
    require(entries == properties.number(TableProperties.ENTRIES), "as many entries");
    require(blocks == properties.number(TableProperties.DATA_BLOCKS), "as many blocks");
    require(keyBytes == properties.number(TableProperties.RAW_KEY_BYTES), "as many key bytes");
    require(
        valueBytes == properties.number(TableProperties.RAW_VALUE_BYTES), "as many value bytes");
  }

  private static int compare(Bytes a, byte[] b, int length) {
    return Arrays.compareUnsigned(a.array(), 0, a.length(), b, 0, length);
  }

  private void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "SST %s: block %d, entry %d is wrong (expected: %s)"
              .formatted(path, blocks, entries, expected));
    }
  }

  long entries() {
    return entries;
  }

  /** Returns the live data key of the entry. */
  Bytes key() {
    return key;
  }

  /** Returns the array that holds the value. */
  byte[] valueArray() {
    return block.valueArray();
  }

  int valueFrom() {
    return block.valueFrom();
  }

  int valueLength() {
    return block.valueLength();
  }

  /** Returns a reader of the value. */
  ByteReader value() {
    return block.value();
  }

  @Override
  public void close() {
    codec.close();
    try {
      file.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("SST %s cannot be read: %s".formatted(path, e), e);
  }
}
