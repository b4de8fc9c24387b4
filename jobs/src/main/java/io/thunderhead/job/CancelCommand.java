package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.load.Jobs;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thunderhead cancel}: CANCEL IMPORT JOB. */
@Command(
    name = "cancel",
    description = "Ends a job that is at work or waits; what it wrote stays in the table.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 250;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The job.")
  private long id;

  @Option(
      names = "--wait",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "How long to wait for the job to end; default ${DEFAULT-VALUE}.")
  private int seconds;

  @Mixin private KeptJobs kept;

  @Override
  public Integer call() throws InterruptedException {
    JobStore store = kept.store();
    Job job = store.get(id);
    if (!job.status().isActive()) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d is %s, only jobs that wait or run can be cancelled.".formatted(id, job.status()));
    }
    long now = System.currentTimeMillis();
    boolean nobody = job.status() == JobStatus.PENDING || Jobs.isDead(job, now);
    store.cancel(job, System.getProperty("user.name") + ", by command");
    if (nobody) {
      store.put(job.ended(JobStatus.CANCELLED, 0, "cancelled by user", now));
    }
    tell(ended(store, now + TimeUnit.SECONDS.toMillis(seconds)));
    return ExitCode.OK;
  }

  private Job ended(JobStore store, long until) throws InterruptedException {
    Job job = store.get(id);
    while (job.status().isActive()) {
      if (System.currentTimeMillis() > until) {
        throw new LoadException(
            ErrorCode.JOB_REFUSED,
            "job %d has not ended within %d seconds; its driver %s is told and ends it when it can. See 'thunderhead jobs %d'."
                .formatted(id, seconds, job.driver(), id));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      job = store.get(id);
    }
    return job;
  }

  private void tell(Job job) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("job %d is %s".formatted(id, job.status()));
    if (job.status() == JobStatus.CANCELLED) {
      out.println(
          "rows that it ingested stay in %s: 'thunderhead import --job-id %d' goes on, 'thunderhead undo %d' takes them back"
              .formatted(job.request().table(), id, id));
    }
    out.flush();
  }
}
