package io.thunderhead.job;

import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.load.Jobs;
import io.thunderhead.option.LoadOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
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
  public Integer call() {
    String who = System.getProperty("user.name") + ", by command";
    tell(Jobs.cancel(kept.store(), id, who, Duration.ofSeconds(seconds)));
    return ExitCode.OK;
  }

  private void tell(Job job) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("job %d is %s".formatted(id, job.status()));
    if (job.status() == JobStatus.CANCELLED && LoadOptions.isLogical(job.request().options())) {
      tellCommitted(job);
    } else if (job.status() == JobStatus.CANCELLED) {
      out.println(
          "rows that it ingested stay in %s: 'thunderhead import --job-id %d' goes on, 'thunderhead undo %d' takes them back"
              .formatted(job.request().table(), id, id));
    }
    out.flush();
  }

  /** Rows by SQL stay; those of a DataFrame may come in another order, and are not gone on with. */
  private void tellCommitted(Job job) {
    String next =
        job.request().paths().isEmpty()
            ? ""
            : "; 'thunderhead import --job-id %d' goes on behind them".formatted(id);
    spec.commandLine()
        .getOut()
        .println(
            "%,d rows are committed in %s and stay%s"
                .formatted(job.importedRows(), job.request().table(), next));
  }
}
