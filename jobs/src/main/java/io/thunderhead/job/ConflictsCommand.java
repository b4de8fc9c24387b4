package io.thunderhead.job;

import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStore;
import io.thunderhead.load.ConflictFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thunderhead conflicts}: the rows in conflict that a job told. */
@Command(
    name = "conflicts",
    description =
        "Shows the rows in conflict of a job that ran with --conflict-rows: how many by index and"
            + " action, then the rows.",
    mixinStandardHelpOptions = true)
final class ConflictsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Where where;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "Most rows to print; default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--csv", description = "Prints the rows alone, as CSV.")
  private boolean csv;

  @Mixin private KeptJobs kept;

  private static final class Where {
    @Parameters(arity = "1", paramLabel = "ID", description = "The job.")
    private Long id;

    @Option(
        names = "--from",
        paramLabel = "URI",
        description = "Folder of one load, below that of its option conflict-rows.")
    private String folder;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String folder = where.folder == null ? folder(where.id, out) : where.folder;
    if (folder != null) {
      try (LocalSpark local = LocalSpark.session("thunderhead conflicts")) {
        show(ConflictFolder.open(local.spark(), folder), folder, out);
      }
    }
    return ExitCode.OK;
  }

  /** Returns where a job told its conflicts; says so when it told none. */
  private String folder(long id, PrintWriter out) {
    JobStore store = kept.store();
    Job job = store.get(id);
    String folder = store.conflicts(job);
    if (folder == null) {
      out.println(
          "job %d (%s) told no rows in conflict: there were none until now, or it ran without conflict-rows."
              .formatted(id, job.status()));
      out.flush();
    }
    return folder;
  }

  private void show(ConflictFolder conflicts, String folder, PrintWriter out) {
    if (csv) {
      RowPrinter.csv(conflicts.lines(limit), out);
      return;
    }
    out.println("rows in conflict in " + folder);
    out.println();
    RowPrinter.table(conflicts.counts(), out);
    if (limit > 0) {
      out.println();
      RowPrinter.table(conflicts.lines(limit), out);
    }
  }
}
