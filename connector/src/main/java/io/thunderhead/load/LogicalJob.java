package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.JobRecords;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.logical.LogicalLedger;
import io.thunderhead.option.LoadOptions;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A load by SQL as a job: its records tell people how it stands, the ledger in the cluster tells
 * how far it is.
 */
final class LogicalJob {
  /** Settled once parts are in the ledger: tasks at once that the input was packed for. */
  private static final String IN_LEDGER = "ledger";

  private static final String ANEW =
      " The rows of a DataFrame may come in another order, so that its load begins anew: delete them first, or give on-duplicate=ignore or replace.";

  private final JobRun run;
  private final LoadOptions options;
  private final LogicalLedger ledger;
  private final long id;
  private boolean inLedger;
  private boolean goesOn;
  private String left = "";

  /**
   * @param id of the ledger
   */
  LogicalJob(JobRun run, LoadOptions options, LogicalLedger ledger, long id) {
    this.run = run;
    this.options = options;
    this.ledger = ledger;
    this.id = id;
  }

  /**
   * Takes up a job, like any other; without records where none are kept, or none are found of a job
   * that the ledger may know.
   *
   * @throws LoadException JOB_REFUSED when it is done, at work, or asked for otherwise now
   */
  static JobRun take(
      LoadOptions options,
      JobRequest request,
      long sourceBytes,
      JavaSparkContext spark,
      Consumer<String> told) {
    if (!Jobs.areKept(options)) {
      return JobRun.NONE;
    }
    try {
      return Jobs.begin(options, request, sourceBytes, spark, Jobs::newIdWithoutPd, told);
    } catch (LoadException e) {
      if (e.code() != ErrorCode.JOB_NOT_FOUND) {
        throw e;
      }
      told.accept("the ledger alone is asked how far the job is: " + e.getMessage());
      return JobRun.NONE;
    }
  }

  /** Returns the id that the ledger knows a job by. */
  static long id(JobRun run, LoadOptions options) {
    if (run.id() != 0) {
      return run.id();
    }
    return options.jobId() == 0 ? Jobs.newIdWithoutPd() : options.jobId();
  }

  /** Tells whether tasks of an unfinished job were let write. */
  static boolean mayHaveWritten(JobRecords records) {
    return records.settled(IN_LEDGER) != null;
  }

  /** Returns the tasks at once that files are to be packed for, as in the job's first run. */
  static int cores(JobRun run, JavaSparkContext spark) {
    byte[] settled = run.id() == 0 ? null : run.records().settled(IN_LEDGER);
    return settled == null
        ? spark.defaultParallelism()
        : Integer.parseInt(new String(settled, StandardCharsets.US_ASCII));
  }

  /**
   * Tells whether the ledger has parts of the job, so that rows may be in the table.
   *
   * @throws LoadException JOB_REFUSED when it should have and has not
   */
  boolean isBegun() {
    if (options.jobId() == 0) {
      return false;
    }
    if (ledger.isBegun()) {
      run.goesOnByLedger();
      return true;
    }
    if (run.id() == 0 || run.records().settled(IN_LEDGER) != null) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d cannot go on: its ledger has nothing of it, so it ended, or the ledger was emptied. Compare %s with the input by 'thunderhead verify', and load what is missing as a new job."
              .formatted(id, options.table()));
    }
    return false;
  }

  /**
   * Enters the parts of the input.
   *
   * @param layout of it, 0 when no later run can know that it reads the same
   * @param cores tasks at once that it is packed for
   */
  void begin(int parts, long layout, int cores, boolean begun) {
    ledger.begin(parts, layout, begun);
    inLedger = true;
    goesOn = layout != 0;
    if (goesOn && run.id() != 0) {
      run.records().settle(IN_LEDGER, String.valueOf(cores).getBytes(StandardCharsets.US_ASCII));
      run.goesOnByLedger();
    }
  }

  /**
   * Keeps tasks that are still at work from writing more, and looks what they wrote.
   *
   * @param asks whether the cluster is worth asking
   */
  void suspend(boolean asks) {
    if (!inLedger) {
      return;
    }
    String stays = "Batches that were committed stay in table %s.".formatted(options.table());
    if (asks) {
      try {
        long rows = ledger.suspend().loaded();
        run.committed(rows);
        stays = "%,d rows are committed in table %s and stay.".formatted(rows, options.table());
      } catch (LoadException e) {
        stays += " How many rows these are cannot be told: " + e.getMessage();
      }
    }
    left = stays + (goesOn ? "" : ANEW);
  }

  /** Returns what the job leaves behind, in sentences; empty before it wrote. */
  String left() {
    return left;
  }

  /** Returns what a failure leaves behind, and how to go on where no records tell. */
  String leftAndHow() {
    return left.isEmpty() || !goesOn || run.id() != 0
        ? left
        : left + " job-id=%d goes on behind them, over the same input.".formatted(id);
  }
}
