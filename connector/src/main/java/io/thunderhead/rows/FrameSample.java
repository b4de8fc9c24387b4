package io.thunderhead.rows;

import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The first rows of all partitions of a DataFrame, and all rows of some. These tell how many rows a
 * partition has; a DataFrame that has few partitions is read whole.
 */
public final class FrameSample implements RowSample {
  private static final long HEAD_ROWS = 500;
  private static final int FEW_PARTITIONS = 16;
  private static final int ONE_IN = 32;

  private final RowSource source;
  private final int partitions;
  private final int stride;

  FrameSample(RowSource source, int partitions) {
    this.source = source;
    this.partitions = partitions;
    int whole = Math.max(FEW_PARTITIONS, partitions / ONE_IN);
    this.stride = Math.max(1, (partitions + whole - 1) / whole);
  }

  @Override
  public RowSource rows() {
    return new Heads(source, stride);
  }

  @Override
  public List<Part> parts() {
    return IntStream.range(0, partitions).mapToObj(i -> new Part(i, false)).toList();
  }

  @Override
  public InputSize size(long[] rows) {
    if (LongStream.range(0, partitions)
        .allMatch(i -> isWhole((int) i, stride) || rows[(int) i] < HEAD_ROWS)) {
      return InputSize.counted(rows);
    }
    double usual =
        IntStream.range(0, partitions)
            .filter(i -> isWhole(i, stride))
            .mapToLong(i -> rows[i])
            .average()
            .orElse(0);
    double[] estimated =
        IntStream.range(0, partitions)
            .mapToDouble(
                i ->
                    isWhole(i, stride) || rows[i] < HEAD_ROWS
                        ? rows[i]
                        : Math.max(usual, HEAD_ROWS))
            .toArray();
    return new InputSize(estimated, null, false);
  }

  private static boolean isWhole(int partition, int stride) {
    return partition % stride == 0;
  }

  /** Reads the first rows of most partitions. */
  private record Heads(RowSource source, int stride) implements RowSource {
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
    public <T> JavaRDD<T> mapPartitions(Work<T> work) {
      int whole = stride;
      return source.mapPartitions(
          (partition, rows) ->
              work.call(partition, isWhole(partition, whole) ? rows : new Head(rows)));
    }

    @Override
    public RowSample sample() {
      throw new IllegalStateException("a sample of a sample");
    }

    @Override
    public int partitions() {
      return source.partitions();
    }
  }

  /** The first rows. */
  private static final class Head implements Iterator<InputRow> {
    private final Iterator<InputRow> rows;
    private long taken;

    Head(Iterator<InputRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return taken < HEAD_ROWS && rows.hasNext();
    }

    @Override
    public InputRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      taken++;
      return rows.next();
    }
  }
}
