package io.thunderhead.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileWriter;

/** An SST that a client builds for Upload (import-protocol 3.5, 3.7, 3.9). */
final class WireSst {
  private static final int MAX_SHORT_VALUE = 255;

  static {
    RocksDB.loadLibrary();
  }

  private final TreeMap<byte[], byte[]> defaultFamily = new TreeMap<>(Arrays::compareUnsigned);
  private final TreeMap<byte[], byte[]> writeFamily = new TreeMap<>(Arrays::compareUnsigned);

  /** Lays out one row as a transaction that starts and commits at one timestamp. */
  void put(Kv row, long ts) {
    byte[] key = WireKeys.sstKey(row.key(), ts);
    boolean isShort = row.value().length <= MAX_SHORT_VALUE;
    var write = new ByteArrayOutputStream();
    write.write('P');
    write.writeBytes(varint(ts));
    if (isShort) {
      write.write('v');
      write.write(row.value().length);
      write.writeBytes(row.value());
    } else {
      defaultFamily.put(key, row.value());
    }
    write.write('S');
    write.writeBytes(varint(WireImport.LIGHTNING_TXN_SOURCE));
    writeFamily.put(key, write.toByteArray());
  }

  /** Builds the file anew: no two files of the same rows are equal byte by byte. */
  byte[] defaultFile() {
    return file(defaultFamily);
  }

  /** Builds the file anew, as {@link #defaultFile} does. */
  byte[] writeFile() {
    return file(writeFamily);
  }

  private static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] file(Map<byte[], byte[]> entries) {
    try {
      Path path = Files.createTempFile("thunderhead-contract", ".sst");
      try (Options options = options()) {
        write(path, options, entries);
        verify(path, options);
        return Files.readAllBytes(path);
      } finally {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Options options() {
    return new Options()
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setTableFormatConfig(
            new BlockBasedTableConfig().setFormatVersion(5).setChecksumType(ChecksumType.kCRC32c));
  }

  private static void write(Path path, Options options, Map<byte[], byte[]> entries)
      throws RocksDBException {
    try (var env = new EnvOptions();
        var writer = new SstFileWriter(env, options)) {
      writer.open(path.toString());
      for (var entry : entries.entrySet()) {
        writer.put(entry.getKey(), entry.getValue());
      }
      writer.finish();
    }
  }

  /** A file that a store cannot open would stop it for good, so none leaves unread. */
  private static void verify(Path path, Options options) throws RocksDBException {
    try (var reader = new SstFileReader(options)) {
      reader.open(path.toString());
      reader.verifyChecksum();
    }
  }
}
