package io.thunderhead.bench;

import io.thunderhead.parquet.ParquetReader;
import io.thunderhead.parquet.ParquetSettings;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench parquet}: Parquet files to the encoder's rows, beside Spark's vectorised reader to
 * its own rows in the same JVM.
 *
 * <p>Both are measured by the processor time of the thread that reads; each in turn, and the best
 * of the rounds counts.
 */
@Command(
    name = "parquet",
    description = "Measures the Parquet reader beside Spark's.",
    mixinStandardHelpOptions = true)
final class ParquetReaderBenchmark implements Callable<Integer> {
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;

  @Mixin private BenchOptions options;

  @Option(
      names = "--rows",
      defaultValue = "2000000",
      description = "Rows of a file; default ${DEFAULT-VALUE}.")
  private long rows;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Times that each file is read; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() throws IOException, TimeoutException {
    Run run = new Run(options.label());
    Path folder = Files.createTempDirectory("thunderhead-parquet");
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("parquet")
            .config("spark.ui.enabled", false)
            .config("spark.sql.files.maxPartitionBytes", Long.MAX_VALUE)
            .getOrCreate();
    try {
      for (String name : ParquetInput.NAMES) {
        if (options.only().matcher(name).find()) {
          SourceFile file = ParquetInput.write(spark, name, folder.resolve(name), rows);
          measure(run, name, file, spark);
        }
      }
    } finally {
      spark.stop();
      delete(folder);
    }
    Results results =
        new Results(
            options.results(),
            "parquet",
            "Reading Parquet files, one thread: bytes of files to rows",
            ParquetInput.NAMES);
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private void measure(Run run, String name, SourceFile file, SparkSession spark)
      throws IOException, TimeoutException {
    double ours = Double.MAX_VALUE;
    double theirs = Double.MAX_VALUE;
    long count = 0;
    for (int round = 0; round < rounds; round++) {
      long start = threadNanos();
      count = read(file);
      ours = Math.min(ours, (threadNanos() - start) / NANOS);
      theirs = Math.min(theirs, SparkReading.seconds(spark, spark.read().parquet(file.path())));
    }
    double megabytes = file.length() / MEGA;
    run.put(name, "MB/s", megabytes / ours);
    run.put(name, "rows/s", count / ours);
    run.put(name, "Spark's MB/s", megabytes / theirs);
    run.put(name, "Spark's rows/s", count / theirs);
    run.put(name, "of Spark's", theirs / ours);
  }

  private static long read(SourceFile file) throws IOException {
    long count = 0;
    SourceRow row = new SourceRow();
    try (ParquetReader reader =
        ParquetReader.open(
            FileSlice.whole(file), ParquetSettings.of(ZoneOffset.UTC), new Configuration())) {
      while (reader.next(row)) {
        count++;
      }
    }
    return count;
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted((a, b) -> b.compareTo(a)).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
