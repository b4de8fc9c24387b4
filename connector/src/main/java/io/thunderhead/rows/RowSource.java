package io.thunderhead.rows;

import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Where the rows of a load come from. Each call of {@link #mapPartitions} reads them anew. */
public interface RowSource {
  /** What is done with the rows of one partition; an iterator's row stands until the next. */
  @FunctionalInterface
  interface Work<T> extends Serializable {
    Iterator<T> call(int partition, Iterator<InputRow> rows);
  }

  /**
   * Returns the source as it is read for a table.
   *
   * @param zone of the session
   */
  RowSource forTable(TableInfo table, ZoneId zone);

  /** Returns the columns of the first rows, or null when there are no rows to tell. */
  InputColumns columns();

  JavaSparkContext spark();

  /** Returns what tells whether a later read gives the same rows, or null when nothing does. */
  default SourceLayout layout() {
    return null;
  }

  /** Returns how many partitions {@link #mapPartitions} has. */
  int partitions();

  /** Chooses rows to plan by, without a read of them all where the source allows it. */
  RowSample sample();

  /** Hands the rows of every partition to the work, on the executors. */
  <T> JavaRDD<T> mapPartitions(Work<T> work);
}
