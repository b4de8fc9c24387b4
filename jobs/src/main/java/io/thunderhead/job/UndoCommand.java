package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.load.Jobs;
import io.thunderhead.load.UndoneJob;
import io.thunderhead.option.LoadOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thunderhead undo}: the table without what a job wrote. */
@Command(
    name = "undo",
    description =
        "Takes back what a job wrote: truncates what was empty before, through TiDB, and deletes what"
            + " was appended key by key.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UndoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The job.")
  private long id;

  @Option(
      names = "--yes",
      description = "Also for a job that has finished, together with what others wrote since.")
  private boolean yes;

  /** Makes the command with one option for each option of the loader. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new UndoCommand());
    LoadOptions.all().forEach(option -> line.getCommandSpec().addOption(OptionSpecs.of(option)));
    return line;
  }

  @Override
  public Integer call() {
    Map<String, String> given =
        OptionSpecs.given(spec.commandLine().getParseResult(), LoadOptions.all().stream());
    JobStore store = KeptJobs.store(given);
    Job job = store.get(id);
    boolean atWork =
        job.status() == JobStatus.PENDING
            || (job.status() == JobStatus.RUNNING && !Jobs.isDead(job, System.currentTimeMillis()));
    if (atWork) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d is %s. Cancel it first: thunderhead cancel %d.".formatted(id, job.status(), id));
    }
    if (job.status() == JobStatus.FINISHED && !yes) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "job %d has finished, and others may have written to %s since. Give --yes to %s."
              .formatted(
                  id,
                  job.request().table(),
                  "append".equalsIgnoreCase(job.request().options().get("mode"))
                      ? "take its rows back and leave theirs"
                      : "empty what it filled with all that is in it"));
    }
    Map<String, String> options = new LinkedHashMap<>(job.request().options());
    Stream.of("password-file")
        .filter(key -> given.containsKey("password"))
        .forEach(options::remove);
    options.putAll(given);
    spec.commandLine().getOut().println(UndoneJob.run(LoadOptions.parse(options), store, job));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
