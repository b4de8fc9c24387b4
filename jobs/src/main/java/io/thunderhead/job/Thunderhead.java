package io.thunderhead.job;

import io.thunderhead.watch.Version;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the command line: {@code thunderhead COMMAND ...}. */
@Command(
    name = "thunderhead",
    description = "Loads CSV, SQL and Parquet files into TiDB through Apache Spark.",
    mixinStandardHelpOptions = true,
    version = "thunderhead " + Version.OF_LOADER,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      ReadCommand.class,
      ClusterCommand.class,
      EncodeCommand.class,
      JobsCommand.class,
      ConflictsCommand.class,
      CancelCommand.class,
      CompletionCommand.class
    })
public final class Thunderhead {
  private Thunderhead() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Terminal.use();
    System.exit(run(args));
  }

  /** Runs one command and returns its exit code; it prints to the standard streams. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /**
   * Runs one command for a program or a notebook, and returns its exit code. A Spark session that
   * is there is used, and stays.
   *
   * @param out takes what the command prints
   * @param err takes progress, and the line that tells a failure
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Thunderhead());
    line.addSubcommand("import", ImportCommand.commandLine());
    line.addSubcommand("precheck", PrecheckCommand.commandLine());
    line.addSubcommand("verify", VerifyCommand.commandLine());
    line.addSubcommand("undo", UndoCommand.commandLine());
    UserErrors errors = new UserErrors();
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    line.setUsageHelpAutoWidth(true);
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    return line;
  }
}
