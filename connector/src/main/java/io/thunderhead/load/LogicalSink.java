package io.thunderhead.load;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.source.FrameRow;
import io.thunderhead.task.LogicalTask;
import io.thunderhead.watch.LoadWatch;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.StructType;

/** A load by SQL whose rows come to tasks that somebody else runs, from the calling thread. */
public final class LogicalSink {
  private final JobRun run;
  private final JobGroup group;
  private final LogicalLoad load;
  private final LogicalTask.Setting setting;
  private final LedgerWatch seen;

  private LogicalSink(JobRun run, JobGroup group, LogicalLoad load, LogicalTask.Setting setting) {
    this.run = run;
    this.group = group;
    this.load = load;
    this.setting = setting;
    this.seen = load.watchLedger();
  }

  /**
   * Begins a load as a job.
   *
   * @param schema of the rows
   * @param parts that these come in
   */
  public static LogicalSink begin(
      LoadOptions options,
      StructType schema,
      int parts,
      JavaSparkContext spark,
      Consumer<String> told) {
    JobRun run =
        LogicalJob.take(options, Jobs.request(options, List.of(), Map.of()), 0, spark, told);
    JobGroup group = JobGroup.enter(spark, Phases.description(run, options.table(), "write"));
    try {
      LogicalLoad load =
          new LogicalLoad(options, spark.hadoopConfiguration(), told, new LoadWatch(), run);
      load.check(FrameRow.columns(schema));
      LogicalSink sink = new LogicalSink(run, group, load, load.tasks(parts, spark, 0, 0));
      run.enter("write");
      run.watch(sink.seen);
      run.runs(group.id());
      return sink;
    } catch (RuntimeException e) {
      RuntimeException failure = run.fail(e);
      group.close();
      run.close();
      throw failure;
    }
  }

  /** Returns what makes tasks on the executors. */
  public LogicalTask.Setting setting() {
    return setting;
  }

  /**
   * Ends the load: no row may be lost, none may be there twice.
   *
   * @param results of all tasks
   */
  public LogicalReport finish(List<LogicalTask.Result> results) {
    written();
    try {
      return load.finish(results);
    } catch (RuntimeException e) {
      throw run.fail(e);
    } finally {
      close();
    }
  }

  /** Ends the load that failed, and returns the failure with what is left behind. */
  public RuntimeException failed(Exception failure) {
    written();
    RuntimeException known = load.failed(failure);
    try {
      return run.fail(known, load.left());
    } finally {
      close();
    }
  }

  private void written() {
    run.runs(null);
    run.leave();
  }

  private void close() {
    seen.close();
    group.close();
    run.close();
  }
}
