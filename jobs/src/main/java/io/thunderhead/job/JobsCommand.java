package io.thunderhead.job;

import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobColumns;
import io.thunderhead.journal.JobStore;
import io.thunderhead.load.TableReader;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thunderhead jobs}: what SHOW IMPORT JOBS shows. */
@Command(
    name = "jobs",
    description = "Shows all jobs, or one, with the columns of SHOW IMPORT JOBS.",
    mixinStandardHelpOptions = true)
final class JobsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The one job to show.")
  private Long id;

  @Option(names = "--csv", description = "Prints CSV.")
  private boolean csv;

  @Mixin private KeptJobs kept;

  @Override
  public Integer call() {
    JobStore store = kept.store();
    List<Job> jobs = id == null ? store.jobs() : List.of(store.get(id));
    long now = System.currentTimeMillis();
    List<List<String>> rows =
        jobs.stream().map(job -> JobColumns.row(job, now, ZoneId.systemDefault())).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (csv) {
      RowPrinter.csv(new TableReader.Rows(JobColumns.NAMES, rows), out);
    } else if (id == null) {
      RowPrinter.table(new TableReader.Rows(JobColumns.NAMES, rows), out);
    } else {
      RowPrinter.lines(JobColumns.NAMES, rows.get(0), out);
    }
    return ExitCode.OK;
  }
}
