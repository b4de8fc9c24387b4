package io.thunderhead.rows;

import io.thunderhead.input.FileCutter;
import io.thunderhead.input.InputSettings;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.source.SourceFile;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of files, read where the tasks run. */
public final class FileSource implements RowSource {
  /** Tasks that each core gets, so that cores end at about the same time. */
  private static final int WAVES = 4;

  /** Bytes below which a part of a file is not worth a task of its own. */
  private static final long LEAST_SLICE = 32L << 20;

  private final JavaSparkContext spark;
  private final int cores;
  private final List<SourceFile> files;
  private final Consumer<String> told;
  private final List<List<FileSlice>> partitions;
  private final InputSettings settings;

  /**
   * @param told takes lines that say how big files are read
   * @param cores tasks at once that files are packed for
   */
  FileSource(JavaSparkContext spark, FileInput input, Consumer<String> told, int cores) {
    this(spark, cores, input.files(), told, List.of(), input.settings());
  }

  private FileSource(
      JavaSparkContext spark,
      int cores,
      List<SourceFile> files,
      Consumer<String> told,
      List<List<FileSlice>> partitions,
      InputSettings settings) {
    this.spark = spark;
    this.cores = cores;
    this.files = files;
    this.told = told;
    this.partitions = partitions;
    this.settings = settings;
  }

  InputSettings settings() {
    return settings;
  }

  /** Returns the same slices read in another way. */
  FileSource with(InputSettings other) {
    return new FileSource(spark, cores, files, told, partitions, other);
  }

  @Override
  public FileSource forTable(TableInfo table, ZoneId zone) {
    List<String> columns =
        table.columns().stream().filter(each -> !each.hidden()).map(ColumnInfo::name).toList();
    InputSettings ofTable = settings.forTable(columns, zone).withSlicesOf(sliceBytes());
    FileCutter cutter = new FileCutter(ofTable, new HadoopSettings(spark.hadoopConfiguration()));
    List<FileSlice> slices = new FileSlices(spark, cutter).of(files, told);
    return new FileSource(spark, cores, files, told, FilePartitions.of(slices, cores), ofTable);
  }

  private long sliceBytes() {
    long total = files.stream().mapToLong(SourceFile::length).sum();
    return Math.max(LEAST_SLICE, total / ((long) WAVES * Math.max(cores, 1)));
  }

  @Override
  public InputColumns columns() {
    for (List<FileSlice> partition : partitions) {
      try (SliceRows rows = new SliceRows(partition, settings, spark.hadoopConfiguration())) {
        if (rows.hasNext()) {
          InputRow first = rows.next();
          return first.columns();
        }
      }
    }
    return null;
  }

  @Override
  public JavaSparkContext spark() {
    return spark;
  }

  @Override
  public SourceLayout layout() {
    CRC32C slices = new CRC32C();
    for (List<FileSlice> partition : partitions) {
      slices.update(partition.toString().getBytes(StandardCharsets.UTF_8));
    }
    return new SourceLayout(files, settings, cores, slices.getValue(), "");
  }

  @Override
  public int partitions() {
    return Math.max(partitions.size(), 1);
  }

  @Override
  public RowSample sample() {
    return new FileSample(this, partitions.isEmpty() ? List.of(List.of()) : partitions, settings);
  }

  @Override
  public <T> JavaRDD<T> mapPartitions(Work<T> work) {
    InputSettings read = settings;
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    return spark
        .parallelize(partitions, Math.max(partitions.size(), 1))
        .mapPartitionsWithIndex(
            (partition, slices) -> {
              List<FileSlice> own = slices.hasNext() ? slices.next() : List.of();
              SliceRows rows = new SliceRows(own, read, hadoop.configuration());
              TaskCompletionListener closing = context -> rows.close();
              TaskContext.get().addTaskCompletionListener(closing);
              return work.call(partition, rows);
            },
            true);
  }
}
