package io.thunderhead.rows;

import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.time.ZoneId;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The rows of a DataFrame. */
public final class FrameSource implements RowSource {
  private final JavaRDD<Row> rows;
  private final StructType schema;

  public FrameSource(Dataset<Row> rows) {
    this.rows = rows.toJavaRDD();
    this.schema = rows.schema();
  }

  @Override
  public RowSource forTable(TableInfo table, ZoneId zone) {
    return this;
  }

  @Override
  public InputColumns columns() {
    return FrameRow.columns(schema);
  }

  @Override
  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(rows.context());
  }

  @Override
  public int partitions() {
    return rows.getNumPartitions();
  }

  @Override
  public RowSample sample() {
    return new FrameSample(this, partitions());
  }

  @Override
  public <T> JavaRDD<T> mapPartitions(Work<T> work) {
    StructType type = schema;
    return rows.mapPartitionsWithIndex(
        (partition, input) -> work.call(partition, new FrameRows(type, input)), true);
  }

  /** Shows each row through one view. */
  private static final class FrameRows implements Iterator<InputRow> {
    private final FrameRow view;
    private final Iterator<Row> rows;

    FrameRows(StructType schema, Iterator<Row> rows) {
      this.view = new FrameRow(schema);
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public InputRow next() {
      return view.of(rows.next());
    }
  }
}
