package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Writes ascending entries into one file of RocksDB's block-based table format, which TiKV ingests
 * (import-protocol 3.6, 3.9).
 *
 * <pre>
 *   data blocks | filter | index | properties | meta index | footer
 * </pre>
 *
 * <p>A block is followed by its compression type and the masked CRC32C of content and type. Keys in
 * data blocks and in the index carry eight bytes more: type "value" and sequence number 0.
 *
 * <p>Holds one block, the index and four bytes a key. Not thread-safe.
 */
final class SstWriter implements AutoCloseable {
  /** Compression type and checksum behind each block. */
  static final int TRAILER = 5;

  /** Value type 1, sequence number 0, little-endian: RocksDB's end of each key. */
  static final int KEY_TAIL = Long.BYTES;

  private static final int VALUE_TYPE = 1;
  private static final int RESTART_INTERVAL = 16;

  private final ColumnFamily family;
  private final SstSettings settings;
  private final Path path;
  private final FileChannel file;
  private final BlockCodec codec;
  private final List<PropertyCollector> collectors;
  private final KeyFilter filter = new KeyFilter();
  private final BlockBuilder data;
  private final BlockBuilder index = new BlockBuilder(1, 1 << 12);
  private final CRC32 fileCrc = new CRC32();
  private final Bytes lastKey = new Bytes(64);
  private final Bytes internalKey = new Bytes(64);
  private final Bytes small = new Bytes(64);
  private BlockHandle unindexed;
  private long written;
  private long blocks;
  private long entries;
  private long keyBytes;
  private long valueBytes;
  private boolean finished;

  /** Creates the file, which must not be there yet. */
  SstWriter(Path path, ColumnFamily family, SstSettings settings) {
    this.family = family;
    this.settings = settings;
    this.path = path;
    this.collectors = family.collectors();
    this.data = new BlockBuilder(RESTART_INTERVAL, settings.blockBytes() + (1 << 10));
    try {
      this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(e);
    }
    this.codec = new BlockCodec(settings.compression());
  }

  /**
   * Appends an entry.
   *
   * @param key data key with its timestamp, above that of the entry before; not kept
   */
  void add(Bytes key, byte[] value, int valueFrom, int valueLength) {
    checkOrder(key);
    int size = key.length() + KEY_TAIL + valueLength;
    if (!data.isEmpty() && data.length() + size > settings.blockBytes()) {
      endBlock();
    }
    if (unindexed != null) {
      addToIndex(key);
    }
    filter.add(key.array(), key.length() - family.filterSuffix());
    for (PropertyCollector collector : collectors) {
      collector.add(key, value, valueFrom, valueLength);
    }
    Bytes tailed = internal(key.array(), key.length());
    data.add(tailed.array(), tailed.length(), value, valueFrom, valueLength);
    lastKey.clear().put(key.array(), 0, key.length());
    entries++;
    keyBytes += tailed.length();
    valueBytes += valueLength;
  }

  private void checkOrder(Bytes key) {
    boolean ascends =
        entries == 0
            || Arrays.compareUnsigned(
                    lastKey.array(), 0, lastKey.length(), key.array(), 0, key.length())
                < 0;
    if (!ascends) {
      throw new IllegalArgumentException(
          "key %s after %s (expected: a larger one)".formatted(hex(key), hex(lastKey)));
    }
  }

  private Bytes internal(byte[] key, int length) {
    return internalKey.clear().put(key, 0, length).putLittleEndian(VALUE_TYPE, KEY_TAIL);
  }

  private void endBlock() {
    Bytes block = data.finish();
    Bytes packed = codec.compress(block);
    unindexed = packed == null ? store(block, BlockCodec.NONE) : store(packed, codec.type());
    blocks++;
    data.clear();
  }

  /**
   * Enters the last block under a key that is not below its last and below the first of the next:
   * as much of that as tells the two apart, when this is shorter than the whole.
   *
   * @param next null when the block is the last
   */
  private void addToIndex(Bytes next) {
    Bytes separator = lastKey;
    int length = lastKey.length();
    if (next != null) {
      int told =
          1 + BlockBuilder.commonLength(lastKey.array(), length, next.array(), next.length());
      if (told < next.length()) {
        separator = next;
        length = told;
      }
    }
    Bytes tailed = internal(separator.array(), length);
    unindexed.put(small.clear());
    index.add(tailed.array(), tailed.length(), small.array(), 0, small.length());
    unindexed = null;
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException when there are no entries
   */
  SstFile finish() {
    if (entries == 0) {
      throw new IllegalStateException("SST %s has no entries".formatted(path));
    }
    endBlock();
    addToIndex(null);
    long dataBytes = written;
    byte[] keys = filter.finish();
    BlockHandle filterAt = store(new Bytes(keys.length).put(keys), BlockCodec.NONE);
    BlockHandle indexAt = store(index.finish(), BlockCodec.NONE);
    TableProperties properties = properties();
    properties.number(TableProperties.DATA_BYTES, dataBytes);
    properties.number(TableProperties.FILTER_BYTES, filterAt.size());
    properties.number(TableProperties.INDEX_BYTES, indexAt.size() + TRAILER);
    BlockBuilder block = new BlockBuilder(1, 1 << 12);
    properties.put(block);
    BlockHandle propertiesAt = store(block.finish(), BlockCodec.NONE);
    BlockHandle metaIndexAt = store(metaIndex(filterAt, propertiesAt), BlockCodec.NONE);
    new Footer(metaIndexAt, indexAt).put(small.clear());
    append(small.array(), small.length());
    close(true);
    return new SstFile(
        family.id(), path, written, (int) fileCrc.getValue(), entries, keyBytes + valueBytes);
  }

  private TableProperties properties() {
    TableProperties properties = TableProperties.of(family, settings.compression(), collectors);
    properties.number(TableProperties.ENTRIES, entries);
    properties.number(TableProperties.DATA_BLOCKS, blocks);
    properties.number(TableProperties.RAW_KEY_BYTES, keyBytes);
    properties.number(TableProperties.RAW_VALUE_BYTES, valueBytes);
    collectors.forEach(collector -> properties.putAll(collector.finish()));
    return properties;
  }

  private static Bytes metaIndex(BlockHandle filter, BlockHandle properties) {
    BlockBuilder block = new BlockBuilder(1, 1 << 8);
    addMeta(block, TableProperties.FILTER, filter);
    addMeta(block, SstReader.PROPERTIES, properties);
    return block.finish();
  }

  private static void addMeta(BlockBuilder block, String name, BlockHandle handle) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    Bytes value = new Bytes(2 * Long.BYTES);
    handle.put(value);
    block.add(key, key.length, value.array(), 0, value.length());
  }

  /** Writes a block with its trailer and returns where it lies. */
  private BlockHandle store(Bytes block, int type) {
    BlockHandle handle = new BlockHandle(written, block.length());
    block.put(type);
    block.putLittleEndian(maskedCrc(block.array(), block.length()), Integer.BYTES);
    append(block.array(), block.length());
    return handle;
  }

  /** Returns the CRC32C of some bytes, turned and moved as RocksDB stores it. */
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private void append(byte[] bytes, int length) {
    fileCrc.update(bytes, 0, length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    written += length;
  }

  /** Removes the file unless it was finished. */
  @Override
  public void close() {
    close(false);
  }

  private void close(boolean whole) {
    if (finished) {
      return;
    }
    finished = true;
    codec.close();
    try {
      file.close();
      if (!whole) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "SST %s cannot be written: %s. See that Spark's local folders (spark.local.dir) are writable and have room for region-job-size in each task."
            .formatted(path, e),
        e);
  }

  private static String hex(Bytes key) {
    return HexFormat.of().formatHex(key.array(), 0, key.length());
  }
}
