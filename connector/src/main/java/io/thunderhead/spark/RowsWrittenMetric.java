package io.thunderhead.spark;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows that a write by SQL took, on the SQL tab. Spark makes it by its name. */
public final class RowsWrittenMetric extends CustomSumMetric {
  static final String NAME = "tidbRowsWritten";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows written to TiDB by SQL";
  }
}
