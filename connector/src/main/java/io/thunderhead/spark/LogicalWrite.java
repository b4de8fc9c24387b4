package io.thunderhead.spark;

import io.thunderhead.load.LogicalSink;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.task.LogicalTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each task's rows to a writer of SQL; what tasks did comes back in commit messages. */
final class LogicalWrite implements Write, BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(LogicalWrite.class);

  private final StructType schema;
  private final Map<String, String> options;
  private LogicalSink load;

  LogicalWrite(StructType schema, Map<String, String> options) {
    this.schema = schema;
    this.options = options;
  }

  @Override
  public BatchWrite toBatch() {
    return this;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    load =
        LogicalSink.begin(
            LoadOptions.parse(options), schema, info.numPartitions(), spark, LOG::info);
    return new Tasks(load.setting(), schema);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new RowsWrittenMetric()};
  }

  /** The ledger lets attempts run twice, also at once: none has to be asked whether it may end. */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    List<LogicalTask.Result> results = new ArrayList<>();
    for (WriterCommitMessage each : messages) {
      results.add(((Done) each).result());
    }
    LOG.info("{}", load.finish(results).toText());
  }

  /** Rows that are committed stay, as those of an INSERT that was cut off. */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    if (load != null) {
      LOG.warn("{}", load.failed(new IllegalStateException("the write was stopped")).getMessage());
    }
  }

  private record Done(LogicalTask.Result result) implements WriterCommitMessage {
    private static final long serialVersionUID = 1L;
  }

  private record Tasks(LogicalTask.Setting setting, StructType schema)
      implements DataWriterFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public DataWriter<InternalRow> createWriter(int part, long attempt) {
      return new RowsOfTask(new LogicalTask(setting, part, attempt, schema));
    }
  }

  private static final class RowsOfTask implements DataWriter<InternalRow> {
    private final LogicalTask task;
    private long count;

    RowsOfTask(LogicalTask task) {
      this.task = task;
    }

    @Override
    public void write(InternalRow next) {
      task.write(next);
      count++;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return TaskFigure.of(RowsWrittenMetric.NAME, count);
    }

    @Override
    public WriterCommitMessage commit() {
      return new Done(task.finish());
    }

    @Override
    public void abort() {
      task.close();
    }

    @Override
    public void close() {
      task.close();
    }
  }
}
