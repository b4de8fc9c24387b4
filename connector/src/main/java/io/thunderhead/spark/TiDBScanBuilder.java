package io.thunderhead.spark;

import io.thunderhead.option.ScanOptions;
import io.thunderhead.scan.HandleRange;
import io.thunderhead.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;

/** Takes what a query needs of a table: some columns, and a range of its integer primary key. */
final class TiDBScanBuilder implements SupportsPushDownFilters, SupportsPushDownRequiredColumns {
  private final ScanOptions options;
  private final HandleFilters handles;
  private HandleRange range = HandleRange.ALL;
  private Filter[] pushed = new Filter[0];
  private StructType columns;

  TiDBScanBuilder(ScanOptions options, TableInfo table, StructType columns) {
    this.options = options;
    this.handles = new HandleFilters(table.handleColumn());
    this.columns = columns;
  }

  /** Narrows the read; Spark checks every filter again. */
  @Override
  public Filter[] pushFilters(Filter[] filters) {
    List<Filter> used = new ArrayList<>();
    for (Filter filter : filters) {
      HandleRange narrower = handles.range(filter);
      if (!narrower.equals(HandleRange.ALL)) {
        range = range.intersect(narrower);
        used.add(filter);
      }
    }
    pushed = used.toArray(Filter[]::new);
    return filters;
  }

  @Override
  public Filter[] pushedFilters() {
    return pushed.clone();
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Scan build() {
    return new TiDBScan(options, range, columns);
  }
}
