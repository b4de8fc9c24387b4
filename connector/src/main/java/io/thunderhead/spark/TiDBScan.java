package io.thunderhead.spark;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.scan.HandleRange;
import io.thunderhead.scan.ScanPlan;
import io.thunderhead.scan.Snapshot;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A read of a table at one timestamp, one task for each region. */
final class TiDBScan implements Scan, Batch {
  private final ScanOptions options;
  private final HandleRange handles;
  private final StructType columns;
  private ScanPlan plan;

  TiDBScan(ScanOptions options, HandleRange handles, StructType columns) {
    this.options = options;
    this.handles = handles;
    this.columns = columns;
  }

  /** The keys of one task. */
  record Part(List<KeyRange> ranges) implements InputPartition {}

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    String at = options.ts() == 0 ? "" : " at " + options.ts();
    String only =
        handles.equals(HandleRange.ALL)
            ? ""
            : ", keys %s to %s".formatted(handles.from(), handles.to());
    return "TiDB %s%s%s".formatted(options.cluster().table(), at, only);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new RowsReadMetric()};
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return plan().parts().stream().map(Part::new).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    Snapshot snapshot = plan().snapshot();
    return new TiDBReaderFactory(snapshot, wanted(snapshot.table()), options.zeroDatesAreNull());
  }

  private synchronized ScanPlan plan() {
    if (plan == null) {
      plan = ScanPlan.of(options, handles);
    }
    return plan;
  }

  /** Finds the columns in the table as it is read; it may have changed since it was analysed. */
  private List<ColumnInfo> wanted(TableInfo table) {
    List<ColumnInfo> wanted = new ArrayList<>();
    for (StructField field : columns.fields()) {
      ColumnInfo column =
          table.columns().stream()
              .filter(each -> each.name().equalsIgnoreCase(field.name()))
              .findFirst()
              .orElse(null);
      if (column == null || !SparkTypes.of(column.type()).equals(field.dataType())) {
        throw new LoadException(
            ErrorCode.SCHEMA_CHANGED,
            "column '%s' is to be read as %s, and table %s has %s. Leave the schema to the table, and make the DataFrame anew after DDL."
                .formatted(
                    field.name(),
                    field.dataType().simpleString(),
                    options.cluster().table(),
                    column == null ? "no such column" : column.type().sql()));
      }
      wanted.add(column);
    }
    return wanted;
  }
}
