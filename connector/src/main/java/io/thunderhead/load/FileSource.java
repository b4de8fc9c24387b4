package io.thunderhead.load;

import io.thunderhead.input.InputSettings;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of files, read where the tasks run. */
final class FileSource implements RowSource {
  private final JavaSparkContext spark;
  private final List<List<FileSlice>> partitions;
  private final InputSettings settings;

  FileSource(JavaSparkContext spark, FileInput input) {
    this(
        spark,
        FilePartitions.of(
            input.files().stream().map(FileSlice::whole).toList(), spark.defaultParallelism()),
        input.settings());
  }

  private FileSource(
      JavaSparkContext spark, List<List<FileSlice>> partitions, InputSettings settings) {
    this.spark = spark;
    this.partitions = partitions;
    this.settings = settings;
  }

  InputSettings settings() {
    return settings;
  }

  /** Returns the same files read in another way. */
  FileSource with(InputSettings other) {
    return new FileSource(spark, partitions, other);
  }

  @Override
  public FileSource forTable(TableInfo table, ZoneId zone) {
    List<String> columns =
        table.columns().stream().filter(each -> !each.hidden()).map(ColumnInfo::name).toList();
    return with(settings.forTable(columns, zone));
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
