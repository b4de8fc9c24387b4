package io.thunderhead.bench;

import io.thunderhead.option.SstCompression;
import io.thunderhead.sst.MvccSstWriter;
import io.thunderhead.sst.MvccSsts;
import io.thunderhead.sst.SstFile;
import io.thunderhead.sst.SstSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code bench sst}: sorted KVs into SSTs on an executor, beside what each replica is sent and has
 * to do with either transport.
 *
 * <p>Of a store's work the larger part is measured with the RocksDB that stores use: for a Write
 * stream it builds the file and checks its blocks, for an upload it takes the file's CRC-32. All by
 * processor time of one thread, in turn; the best of the rounds counts.
 */
@Command(
    name = "sst",
    description = "Measures building SSTs, and what either transport sends.",
    mixinStandardHelpOptions = true)
final class SstBench implements Callable<Integer> {
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;
  private static final long TS = 450_000_000_000_000_000L;
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int FORMAT_VERSION = 2;

  static {
    RocksDB.loadLibrary();
  }

  @Mixin private BenchOptions options;

  private interface Pass {
    void run() throws IOException, RocksDBException;
  }

  @Override
  public Integer call() throws IOException, RocksDBException {
    Run run = new Run(options.label());
    Pattern only = options.only();
    Path folder = Files.createTempDirectory("thunderhead-sst");
    try {
      for (String table : SstInput.TABLES) {
        if (only.matcher(table).find()) {
          measure(run, table, SstInput.of(table, options.fileBytes() / 2), folder);
        }
      }
    } finally {
      Files.delete(folder);
    }
    Results results =
        new Results(
            options.results(),
            "sst",
            "SSTs of one region job: megabytes are of keys and values; seconds are of one core",
            SstInput.TABLES.stream().map(table -> table + " zstd").toList());
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private void measure(Run run, String table, SstInput input, Path folder)
      throws IOException, RocksDBException {
    for (SstCompression compression : SstCompression.values()) {
      String name = table + " " + compression.name().toLowerCase(java.util.Locale.ROOT);
      SstSettings settings = SstSettings.of(compression);
      double megabytes = input.bytes() / MEGA;
      double build = best(() -> build(input, settings, folder).close());
      try (MvccSsts ssts = build(input, settings, folder)) {
        double check = best(() -> ssts.readBack((key, length, value, from, count) -> {}));
        run.put(name, "build MB/s", megabytes / build);
        run.put(name, "read back MB/s", megabytes / check);
        run.put(name, "file of KVs", (double) ssts.bytes() / input.bytes());
        run.put(name, "stream to replica, MB", input.streamBytes() / MEGA);
        run.put(name, "files to replica, MB", ssts.bytes() / MEGA);
        run.put(name, "store CRC ms", 1e3 * best(() -> crc(ssts.files())));
      }
      List<byte[]> keys = input.dataKeys(TS);
      Path file = folder.resolve("rocks.sst");
      double store = best(() -> rocks(input, keys, compression, file));
      run.put(name, "store build ms", 1e3 * store);
      Files.delete(file);
    }
  }

  private double best(Pass pass) throws IOException, RocksDBException {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < options.rounds(); round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      pass.run();
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      best = Math.min(best, (end - start) / NANOS);
    }
    return best;
  }

  private static MvccSsts build(SstInput input, SstSettings settings, Path folder) {
    try (MvccSstWriter writer = new MvccSstWriter(folder, settings, TS)) {
      for (Map.Entry<byte[], byte[]> kv : input.kvs()) {
        byte[] key = kv.getKey();
        byte[] value = kv.getValue();
        writer.put(key, 0, key.length, value, 0, value.length);
      }
      return writer.finish();
    }
  }

  private static void crc(List<SstFile> files) throws IOException {
    byte[] buffer = new byte[1 << 20];
    for (SstFile file : files) {
      CRC32 crc = new CRC32();
      try (InputStream in = Files.newInputStream(file.path())) {
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          crc.update(buffer, 0, length);
        }
      }
      if ((int) crc.getValue() != file.crc32()) {
        throw new IllegalStateException("CRC of " + file);
      }
    }
  }

  private static void rocks(
      SstInput input, List<byte[]> keys, SstCompression compression, Path file)
      throws IOException, RocksDBException {
    Files.deleteIfExists(file);
    try (BloomFilter filter = new BloomFilter(10);
        Options options = options(compression, filter);
        EnvOptions env = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(env, options);
        SstFileReader reader = new SstFileReader(options)) {
      writer.open(file.toString());
      for (int i = 0; i < keys.size(); i++) {
        writer.put(keys.get(i), input.kvs().get(i).getValue());
      }
      writer.finish();
      reader.open(file.toString());
      reader.verifyChecksum();
    }
  }

  private static Options options(SstCompression compression, BloomFilter filter) {
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
                .setFormatVersion(FORMAT_VERSION)
                .setFilterPolicy(filter)
                .setBlockSize(BLOCK_BYTES));
  }
}
