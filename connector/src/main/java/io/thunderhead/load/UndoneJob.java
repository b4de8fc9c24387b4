package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.option.LoadMode;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.FoundTable;
import java.util.List;

/** Takes back what a job wrote into a table that was empty before it. */
public final class UndoneJob {
  private UndoneJob() {}

  /**
   * Empties the table and notes it in the records.
   *
   * @param job that nobody works on
   * @return what was done, in one sentence
   * @throws LoadException JOB_REFUSED when the table is not the one that the job wrote to, or no
   *     TiDB server is named
   */
  public static String run(LoadOptions options, JobStore store, Job job) {
    try (Channels channels = new Channels(Connections.dialing(options))) {
      Preparation preparation = new Preparation(options, line -> {}, channels);
      String done = empty(options, preparation, job, mayHaveWritten(store, job));
      long now = System.currentTimeMillis();
      JobStatus status = job.status() == JobStatus.RUNNING ? JobStatus.FAILED : job.status();
      store.put(job.ended(status, 0, "undone: " + done, now));
      store.records(store.get(job.id())).forgetWork();
      return done;
    }
  }

  /** Others may have filled the table of a job that never came to write. */
  private static boolean mayHaveWritten(JobStore store, Job job) {
    return JobRun.hasPlan(store.records(job))
        || !List.of("", "preparing").contains(job.step().phase());
  }

  private static String empty(
      LoadOptions options, Preparation preparation, Job job, boolean wrote) {
    if (options.mode() == LoadMode.APPEND) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d appended to rows that were there, and TRUNCATE would take these too. Let it go on with 'thunderhead import --job-id %d', and delete its rows by SQL."
              .formatted(job.id(), job.id()));
    }
    if (job.tableId() == 0) {
      return "job %d ended before it wrote anything.".formatted(job.id());
    }
    FoundTable found = preparation.find(preparation.cluster().pd().timestamp());
    if (found.table().id() != job.tableId()) {
      return "table %s has id %d now and had %d when job %d wrote to it: it was emptied or made anew already."
          .formatted(options.table(), found.table().id(), job.tableId(), job.id());
    }
    if (!wrote) {
      return "job %d ended before it wrote anything.".formatted(job.id());
    }
    // Also a table that looks empty: an ingest that was sent may still take place.
    String statement = "TRUNCATE TABLE " + options.table().quoted();
    if (preparation.tidb() == null) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "table %s can only be emptied by TiDB. Give option tidb, or run: %s"
              .formatted(options.table(), statement));
    }
    preparation.tidb().client().run(statement);
    return "table %s was emptied.".formatted(options.table());
  }
}
