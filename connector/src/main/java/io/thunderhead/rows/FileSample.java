package io.thunderhead.rows;

import io.thunderhead.input.FileWindow;
import io.thunderhead.input.InputSettings;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.type.InputColumns;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;

/** Rows of some windows of files; how many rows a partition has is told by their bytes. */
public final class FileSample implements RowSample {
  private final RowSource source;
  private final List<List<FileSlice>> partitions;
  private final InputSettings settings;
  private final boolean whole;
  private final List<Part> parts = new ArrayList<>();
  private final List<List<FileWindow>> windows = new ArrayList<>();
  private final SampleMeter meter = new SampleMeter();

  /**
   * @param partitions of the source
   */
  FileSample(RowSource source, List<List<FileSlice>> partitions, InputSettings settings) {
    this.source = source;
    this.partitions = partitions;
    this.settings = settings;
    SampleWindows chosen = new SampleWindows(partitions);
    this.whole = chosen.isWhole();
    List<SampleWindows.OfPartition> all = chosen.choose();
    for (int i = 0; i < all.size(); i++) {
      add(i, all.get(i).sure(), false);
      if (!all.get(i).guessed().isEmpty()) {
        add(i, all.get(i).guessed(), true);
      }
    }
  }

  private void add(int partition, List<FileWindow> of, boolean guessed) {
    parts.add(new Part(partition, guessed));
    windows.add(List.copyOf(of));
  }

  @Override
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  @Override
  public RowSource rows() {
    return new Windows();
  }

  @Override
  public InputSize size(long[] rowsOfParts) {
    if (whole) {
      return InputSize.counted(rowsOfParts);
    }
    int count = partitions.size();
    double[] textRows = new double[count];
    double[] textBytes = new double[count];
    long[] groupRows = new long[count];
    for (SampleMeter.Read read : meter.value().values()) {
      int partition = parts.get(read.part()).partition();
      textRows[partition] += read.textRows();
      textBytes[partition] += read.textBytes();
      groupRows[partition] += read.groupRows();
    }
    double usual = rate(Arrays.stream(textRows).sum(), Arrays.stream(textBytes).sum(), 0);
    double[] rows = new double[count];
    long[] most = new long[count];
    for (int i = 0; i < count; i++) {
      rows[i] = groupRows[i] + lengthOfText(i) * rate(textRows[i], textBytes[i], usual);
      most[i] = sum(groupRows[i], mostRowsOfText(i));
    }
    return new InputSize(rows, most, false);
  }

  private static double rate(double rows, double bytes, double otherwise) {
    return rows > 0 && bytes > 0 ? rows / bytes : otherwise;
  }

  private long lengthOfText(int partition) {
    return partitions.get(partition).stream()
        .filter(FileSample::isText)
        .mapToLong(slice -> slice.end() - slice.start())
        .sum();
  }

  /** Every row begins at a byte of its own. */
  private long mostRowsOfText(int partition) {
    long most = 0;
    for (FileSlice slice : partitions.get(partition)) {
      if (isText(slice)) {
        long stored = slice.end() - slice.start();
        most = sum(most, product(stored, slice.file().compression().mostUnpacked()));
      }
    }
    return most;
  }

  private static long product(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static boolean isText(FileSlice slice) {
    return slice.file().format() != FileFormat.PARQUET;
  }

  /** Reads the windows. */
  private final class Windows implements RowSource {
    @Override
    public RowSource forTable(TableInfo table, ZoneId zone) {
      return this;
    }

    @Override
    public InputColumns columns() {
      return source.columns();
    }

    @Override
    public JavaSparkContext spark() {
      return source.spark();
    }

    @Override
    public int partitions() {
      return parts.size();
    }

    @Override
    public RowSample sample() {
      return RowSample.whole(this, parts.size());
    }

    @Override
    public <T> JavaRDD<T> mapPartitions(Work<T> work) {
      meter.reset();
      if (!meter.isRegistered()) {
        spark().sc().register(meter, "thunderhead sample");
      }
      return read(spark(), windows, settings, meter, work);
    }
  }

  private static <T> JavaRDD<T> read(
      JavaSparkContext spark,
      List<List<FileWindow>> windows,
      InputSettings settings,
      SampleMeter meter,
      RowSource.Work<T> work) {
    HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
    return spark
        .parallelize(windows, Math.max(windows.size(), 1))
        .mapPartitionsWithIndex(
            (part, own) -> {
              List<FileWindow> ofPart = own.hasNext() ? own.next() : List.of();
              SampleRows rows =
                  new SampleRows(part, ofPart, settings, hadoop.configuration(), meter);
              TaskCompletionListener closing = context -> rows.close();
              TaskContext.get().addTaskCompletionListener(closing);
              return work.call(part, rows);
            },
            true);
  }
}
