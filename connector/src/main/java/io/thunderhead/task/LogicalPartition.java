package io.thunderhead.task;

import io.thunderhead.rows.RowSource;
import io.thunderhead.type.InputRow;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;

/** Writes the rows of one input partition by SQL. */
public final class LogicalPartition implements RowSource.Work<LogicalTask.Result> {
  private static final long serialVersionUID = 1L;
  private static final int TOLD_AT_ONCE = 1_000;

  private final Broadcast<LogicalTask.Setting> setting;
  private final WorkMeter meter;

  public LogicalPartition(Broadcast<LogicalTask.Setting> setting, WorkMeter meter) {
    this.setting = setting;
    this.meter = meter;
  }

  @Override
  public Iterator<LogicalTask.Result> call(int partition, Iterator<InputRow> rows) {
    WorkMeter.Task seen = meter.begin();
    long attempt = TaskContext.get().taskAttemptId();
    try (LogicalTask task = new LogicalTask(setting.value(), partition, attempt, null)) {
      long count = 0;
      while (rows.hasNext()) {
        task.write(rows.next());
        if (++count % TOLD_AT_ONCE == 0) {
          seen.read(TOLD_AT_ONCE);
          requireWanted();
        }
      }
      seen.read(count % TOLD_AT_ONCE);
      LogicalTask.Result done = task.finish();
      seen.retried(done.read().retries());
      seen.end();
      return List.of(done).iterator();
    }
  }

  /** Ends the task once Spark has cancelled it; rows that it passes over wait for nobody. */
  private static void requireWanted() {
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException();
    }
  }
}
