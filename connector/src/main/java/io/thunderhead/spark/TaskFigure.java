package io.thunderhead.spark;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task adds to a metric. */
record TaskFigure(String name, long value) implements CustomTaskMetric {
  static CustomTaskMetric[] of(String name, long value) {
    return new CustomTaskMetric[] {new TaskFigure(name, value)};
  }
}
