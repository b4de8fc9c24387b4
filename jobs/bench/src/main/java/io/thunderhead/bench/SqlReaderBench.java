package io.thunderhead.bench;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.sqldump.SqlDialect;
import io.thunderhead.sqldump.SqlReader;
import io.thunderhead.sqldump.SqlSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code bench sql}: INSERT statements as Dumpling wrote them, over and over, to rows.
 *
 * <p>Spark has no reader of SQL to stand beside; the same bytes through CRC-32 are the calibration.
 * Each is measured by the processor time of its thread, in turn, and the best of the rounds counts.
 */
@Command(
    name = "sql",
    description = "Measures the reader of SQL dumps.",
    mixinStandardHelpOptions = true)
final class SqlReaderBench implements Callable<Integer> {
  private static final List<String> TABLES = List.of("flights", "weather", "planes");
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;

  @Mixin private BenchOptions options;

  private interface Pass {
    long run() throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    Run run = new Run(options.label());
    Pattern only = options.only();
    for (String table : TABLES) {
      if (only.matcher(table).find()) {
        Path file = Files.createTempFile("thunderhead-" + table, ".sql");
        try {
          write(table, file);
          measure(run, table, file);
        } finally {
          Files.delete(file);
        }
      }
    }
    Results results =
        new Results(
            options.results(), "sql", "Reading SQL dumps, one thread: bytes to rows", TABLES);
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private void measure(Run run, String table, Path path) throws IOException {
    SourceFile file =
        new SourceFile(path.toString(), Files.size(path), 0, FileFormat.SQL, Compression.NONE);
    SqlDialect dialect = SqlDialect.of(columns(table));
    ByteSource source = source(path);
    double read = Double.MAX_VALUE;
    double cut = Double.MAX_VALUE;
    double sum = Double.MAX_VALUE;
    long rows = rows(file, dialect, source);
    for (int round = 0; round < options.rounds(); round++) {
      read = Math.min(read, seconds(() -> rows(file, dialect, source)));
      cut = Math.min(cut, seconds(() -> slices(file, dialect, source)));
      sum = Math.min(sum, seconds(() -> crc(source)));
    }
    double megabytes = file.length() / MEGA;
    run.put(table, "MB/s", megabytes / read);
    run.put(table, "rows/s", rows / read);
    run.put(table, "finding slices, MB/s", megabytes / cut);
    run.put(table, "CRC-32, MB/s", megabytes / sum);
    run.put(table, "of CRC-32", sum / read);
  }

  private static double seconds(Pass pass) throws IOException {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (pass.run() == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / NANOS;
  }

  private static long rows(SourceFile file, SqlDialect dialect, ByteSource source)
      throws IOException {
    long rows = 0;
    SourceRow row = new SourceRow();
    try (SqlReader reader = SqlReader.open(FileSlice.whole(file), dialect, source)) {
      while (reader.next(row)) {
        if (row.problem() != null) {
          throw new IllegalStateException(row.problem());
        }
        rows++;
      }
    }
    return rows;
  }

  private static long slices(SourceFile file, SqlDialect dialect, ByteSource source)
      throws IOException {
    long sliceBytes = Math.max(1, file.length() / 4);
    return SqlSplitter.cut(file, dialect, source, sliceBytes).slices().size();
  }

  private static long crc(ByteSource source) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = source.open(0)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        crc.update(buffer, 0, length);
      }
    }
    return crc.getValue() | 1;
  }

  private static ByteSource source(Path path) {
    return offset -> {
      InputStream in = Files.newInputStream(path);
      in.skipNBytes(offset);
      return in;
    };
  }

  private void write(String table, Path file) throws IOException {
    byte[] once = Files.readAllBytes(dump("sql", table));
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < options.fileBytes(); written += once.length) {
        out.write(once);
      }
    }
  }

  private static List<String> columns(String table) throws IOException {
    try (var lines = Files.lines(dump("csv", table), StandardCharsets.UTF_8)) {
      return Arrays.asList(lines.findFirst().orElseThrow().replace("\"", "").split(","));
    }
  }

  private static Path dump(String format, String table) {
    return Path.of(
        System.getProperty("thunderhead.home", "."),
        "minicluster/src/test/resources/golden/nyc/dumps",
        format,
        "nyc." + table + ".000000001." + format);
  }
}
