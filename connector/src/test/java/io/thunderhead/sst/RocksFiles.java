package io.thunderhead.sst;

import io.thunderhead.option.SstCompression;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.SstFileWriter;
import org.rocksdb.Statistics;
import org.rocksdb.TableProperties;
import org.rocksdb.TickerType;

/** RocksDB's own reading and writing of files. */
final class RocksFiles {
  static {
    RocksDB.loadLibrary();
  }

  private RocksFiles() {}

  /** What RocksDB finds in a file whose blocks it has all checked. */
  record Found(NavigableMap<byte[], byte[]> entries, TableProperties properties) {}

  static Found read(Path path) throws RocksDBException {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options);
        ReadOptions read = new ReadOptions().setVerifyChecksums(true)) {
      reader.open(path.toString());
      reader.verifyChecksum();
      NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
      try (SstFileReaderIterator iterator = reader.newIterator(read)) {
        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
          entries.put(iterator.key(), iterator.value());
        }
        iterator.status();
      }
      return new Found(entries, reader.getTableProperties());
    }
  }

  /** Returns the first key that RocksDB finds at or behind another, null for none. */
  static byte[] seek(Path path, byte[] target) throws RocksDBException {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options);
        ReadOptions read = new ReadOptions()) {
      reader.open(path.toString());
      try (SstFileReaderIterator iterator = reader.newIterator(read)) {
        iterator.seek(target);
        return iterator.isValid() ? iterator.key() : null;
      }
    }
  }

  /** Writes a file of format version 2 with RocksDB's own writer. */
  static void write(
      Path path, SstCompression compression, int blockBytes, Map<byte[], byte[]> entries)
      throws RocksDBException {
    try (BloomFilter filter = new BloomFilter(10);
        Options options = options(compression, blockBytes, filter);
        EnvOptions env = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(env, options)) {
      writer.open(path.toString());
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        writer.put(entry.getKey(), entry.getValue());
      }
      writer.finish();
    }
  }

  private static Options options(SstCompression compression, int blockBytes, BloomFilter filter) {
    CompressionType type =
        switch (compression) {
          case ZSTD -> CompressionType.ZSTD_COMPRESSION;
          case LZ4 -> CompressionType.LZ4_COMPRESSION;
          case NONE -> CompressionType.NO_COMPRESSION;
        };
    return new Options()
        .setCompressionType(type)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setFormatVersion(Footer.FORMAT_VERSION)
                .setChecksumType(ChecksumType.kCRC32c)
                .setFilterPolicy(filter)
                .setBlockSize(blockBytes));
  }

  /** A database that took in one file; answers are those of point reads, filters in use. */
  static final class Ingested implements AutoCloseable {
    static {
      RocksDB.loadLibrary();
    }

    private final BloomFilter filter = new BloomFilter(10);
    private final Statistics statistics = new Statistics();
    private final Options options =
        options(SstCompression.NONE, 4096, filter)
            .setCreateIfMissing(true)
            .setStatistics(statistics);
    private final RocksDB db;

    Ingested(Path folder, Path file) throws RocksDBException {
      db = RocksDB.open(options, folder.toString());
      try (IngestExternalFileOptions ingest =
          new IngestExternalFileOptions().setWriteGlobalSeqno(true)) {
        db.ingestExternalFile(List.of(file.toString()), ingest);
      }
    }

    byte[] get(byte[] key) throws RocksDBException {
      return db.get(key);
    }

    /** Returns how many point reads the filter answered. */
    long filtered() {
      return statistics.getTickerCount(TickerType.BLOOM_FILTER_USEFUL);
    }

    void compact() throws RocksDBException {
      db.compactRange();
    }

    @Override
    public void close() {
      db.close();
      options.close();
      statistics.close();
      filter.close();
    }
  }
}
