package io.thunderhead.bench;

import io.thunderhead.csv.CsvDialect;
import io.thunderhead.csv.CsvReader;
import io.thunderhead.csv.CsvSplitter;
import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code bench readers}: CSV files to rows of text, beside Spark's own reader in the same JVM.
 *
 * <p>Both are measured by the processor time of the thread that reads, so that it does not matter
 * what else the machine does; each in turn, and the best of the rounds counts.
 */
@Command(
    name = "readers",
    description = "Measures the CSV reader beside Spark's.",
    mixinStandardHelpOptions = true)
final class ReadersBench implements Callable<Integer> {
  private static final double MEGA = 1e6;
  private static final double NANOS = 1e9;

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws IOException, TimeoutException {
    Run run = new Run(options.label());
    Pattern only = options.only();
    Path folder = Files.createTempDirectory("thunderhead-readers");
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("readers")
            .config("spark.ui.enabled", false)
            .config("spark.sql.warehouse.dir", folder.toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    try {
      for (String name : CsvInput.NAMES) {
        if (only.matcher(name).find()) {
          Path file = folder.resolve(name + ".csv");
          measure(run, name, file, spark);
          Files.delete(file);
        }
      }
    } finally {
      spark.stop();
      Files.delete(folder);
    }
    Results results =
        new Results(
            options.results(),
            "readers",
            "Reading files, one thread: bytes of CSV to rows of text",
            CsvInput.NAMES);
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private void measure(Run run, String name, Path file, SparkSession spark)
      throws IOException, TimeoutException {
    long rows = CsvInput.write(name, file, options.fileBytes());
    double megabytes = Files.size(file) / MEGA;
    List<String> columns = CsvInput.columns(name);
    CsvDialect dialect = CsvDialect.importInto().columns(columns).build();
    double ours = Double.MAX_VALUE;
    double scan = Double.MAX_VALUE;
    double theirs = Double.MAX_VALUE;
    for (int round = 0; round < options.rounds(); round++) {
      ours = Math.min(ours, read(file, dialect, rows));
      scan = Math.min(scan, split(file, dialect));
      theirs = Math.min(theirs, readBySpark(spark, file, columns));
    }
    run.put(name, "MB/s", megabytes / ours);
    run.put(name, "rows/s", rows / ours);
    run.put(name, "Spark's MB/s", megabytes / theirs);
    run.put(name, "of Spark's", theirs / ours);
    run.put(name, "finding slices, MB/s", megabytes / scan);
  }

  /** Returns the seconds in which our reader reads a file. */
  private static double read(Path path, CsvDialect dialect, long rows) throws IOException {
    long start = threadNanos();
    long count = 0;
    SourceRow row = new SourceRow();
    try (CsvReader reader = CsvReader.open(FileSlice.whole(file(path)), dialect, source(path))) {
      while (reader.next(row)) {
        count += row.problem() == null ? 1 : 0;
      }
    }
    if (count != rows) {
      throw new IllegalStateException("%s: %d rows of %d".formatted(path, count, rows));
    }
    return (threadNanos() - start) / NANOS;
  }

  /** Returns the seconds in which the file is gone through for places to split it. */
  private static double split(Path path, CsvDialect dialect) throws IOException {
    long start = threadNanos();
    long sliceBytes = Math.max(1, Files.size(path) / 4);
    new CsvSplitter(dialect, sliceBytes).split(file(path), source(path));
    return (threadNanos() - start) / NANOS;
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static SourceFile file(Path path) throws IOException {
    return new SourceFile(path.toString(), Files.size(path), 0, FileFormat.CSV, Compression.NONE);
  }

  private static ByteSource source(Path path) {
    return offset -> {
      InputStream in = Files.newInputStream(path);
      in.skipNBytes(offset);
      return in;
    };
  }

  /** Returns the seconds of all tasks in which Spark reads a file into rows of text. */
  private static double readBySpark(SparkSession spark, Path file, List<String> columns)
      throws TimeoutException {
    AtomicLong nanos = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            nanos.addAndGet(end.taskMetrics().executorCpuTime());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    spark
        .read()
        .schema(schema)
        .option("nullValue", "\\N")
        .option("multiLine", false)
        .csv(file.toUri().toString())
        .write()
        .format("noop")
        .mode("overwrite")
        .save();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    return nanos.get() / NANOS;
  }
}
