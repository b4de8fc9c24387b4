package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.logical.LogicalLedger;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.TidbClient;
import java.util.List;

/** Takes back what a job wrote: empties what was empty before it, else changes its keys alone. */
public final class UndoneJob {
  private UndoneJob() {}

  /**
   * Takes it back and notes it in the records.
   *
   * @param job that nobody works on
   * @return what was done, in one sentence
   * @throws LoadException JOB_REFUSED when it cannot be taken back, or no TiDB server is named that
   *     must do it
   */
  public static String run(LoadOptions options, JobStore store, Job job) {
    if (options.backend() == Backend.TIDB) {
      boolean nothing =
          job.status() != JobStatus.FINISHED && !LogicalJob.mayHaveWritten(store.records(job));
      return noted(
          store,
          job,
          nothing
              ? "job %d ended before it wrote anything.".formatted(job.id())
              : bySql(options, job));
    }
    try (Channels channels = new Channels(Connections.dialing(options))) {
      Preparation preparation = new Preparation(options, line -> {}, channels);
      List<JobRun.Written> written = JobRun.written(store.records(job));
      String done =
          written.isEmpty()
              ? "job %d ended before it wrote anything.".formatted(job.id())
              : undone(options, preparation, channels, job, written);
      return noted(store, job, done);
    }
  }

  private static String noted(JobStore store, Job job, String done) {
    long now = System.currentTimeMillis();
    JobStatus status = job.status() == JobStatus.RUNNING ? JobStatus.FAILED : job.status();
    store.put(job.ended(status, 0, "undone: " + done, now));
    store.records(store.get(job.id())).forgetWork("state-");
    return done;
  }

  /** Nothing tells rows that SQL appended from others. */
  private static String bySql(LoadOptions options, Job job) {
    if (options.mode() == LoadMode.APPEND) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d appended rows to %s by SQL, and nothing tells these from other rows. Delete them by SQL, and do not go on with the job afterwards."
              .formatted(job.id(), options.target()));
    }
    TidbClient tidb = new TidbClient(options.tidb(), options.user(), options.password());
    // First: a job that goes on behind rows that are gone would lose them.
    LogicalLedger.forget(tidb, SqlSide.ledger(options), job.id());
    tidb.run(options.emptyingSql());
    return "%s was emptied.".formatted(options.target());
  }

  private static String undone(
      LoadOptions options,
      Preparation preparation,
      Channels channels,
      Job job,
      List<JobRun.Written> written) {
    FoundTable then = written.get(0).target();
    FoundTable found = preparation.find(preparation.cluster().pd().timestamp());
    if (isGone(then.table(), found.table())) {
      return "%s was emptied or made anew already: it has other ids now than when job %d wrote to it."
          .formatted(options.target(), job.id());
    }
    if (options.mode() != LoadMode.APPEND) {
      return empty(options, preparation);
    }
    requireSame(options, job, then, found);
    List<Long> times = written.stream().map(JobRun.Written::ts).toList();
    return new UndoneAppend(options, preparation.cluster(), channels, job, times, found.table())
        .run(line -> {});
  }

  private static boolean isGone(TableInfo then, TableInfo now) {
    return then.id() != now.id()
        || (then.partition() != null
            && now.partition() != null
            && then.partition().open().stream().noneMatch(now.partition().open()::contains));
  }

  /** Entries of an index that was made since are not the job's, and belong to its rows. */
  private static void requireSame(LoadOptions options, Job job, FoundTable then, FoundTable found) {
    List<String> changes = SchemaChange.between(then, found);
    if (!changes.isEmpty()) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "what job %d wrote to %s cannot be taken back, the schema changed since: %s. Undo the change, or delete the rows by SQL."
              .formatted(job.id(), options.target(), String.join("; ", changes)));
    }
  }

  /** Also what looks empty: an ingest that was sent may still take place. */
  private static String empty(LoadOptions options, Preparation preparation) {
    String statement = options.emptyingSql();
    if (preparation.tidb() == null) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "%s can only be emptied by TiDB. Give option tidb, or run: %s"
              .formatted(options.target(), statement));
    }
    preparation.tidb().client().run(statement);
    return "%s was emptied.".formatted(options.target());
  }
}
