package io.thunderhead.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows that a scan read, on the SQL tab. Spark makes it by its name, on a history server too. */
public final class RowsReadMetric extends CustomSumMetric {
  static final String NAME = "tidbRowsRead";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows read from TiKV";
  }
}
