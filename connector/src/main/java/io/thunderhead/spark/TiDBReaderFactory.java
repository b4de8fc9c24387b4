package io.thunderhead.spark;

import io.thunderhead.scan.Snapshot;
import io.thunderhead.scan.SnapshotReader;
import io.thunderhead.schema.ColumnInfo;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Makes the readers of tasks. */
final class TiDBReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  private final Snapshot snapshot;
  private final List<ColumnInfo> columns;
  private final boolean zeroDatesAreNull;

  TiDBReaderFactory(Snapshot snapshot, List<ColumnInfo> columns, boolean zeroDatesAreNull) {
    this.snapshot = snapshot;
    this.columns = List.copyOf(columns);
    this.zeroDatesAreNull = zeroDatesAreNull;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    SnapshotReader reader =
        new SnapshotReader(snapshot, columns, ((TiDBScan.Part) partition).ranges());
    return new Rows(
        reader, columns.stream().map(column -> new CellReader(column, zeroDatesAreNull)).toList());
  }

  /** The rows of one task. */
  private static final class Rows implements PartitionReader<InternalRow> {
    private final SnapshotReader reader;
    private final List<CellReader> cells;
    private long count;

    Rows(SnapshotReader reader, List<CellReader> cells) {
      this.reader = reader;
      this.cells = cells;
    }

    @Override
    public boolean next() {
      boolean more = reader.next();
      count += more ? 1 : 0;
      return more;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return TaskFigure.of(RowsReadMetric.NAME, count);
    }

    @Override
    public InternalRow get() {
      Object[] values = new Object[cells.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = cells.get(i).read(reader.fields(), i);
      }
      return new GenericInternalRow(values);
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
