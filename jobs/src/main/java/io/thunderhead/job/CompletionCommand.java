package io.thunderhead.job;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thunderhead completion}: a script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands, options and their values. For the shell at hand:",
      "  source <(thunderhead completion bash)",
      "  autoload -U compinit && compinit && source <(thunderhead completion zsh)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** Shells, for which one script has to serve: zsh loads bashcompinit in it. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private CommandSpec spec;

  // Checked by picocli, which names those there are.
  @SuppressWarnings("UnusedVariable")
  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  @Override
  public Integer call() {
    CommandLine whole = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(whole.getCommandName(), whole));
    out.flush();
    return ExitCode.OK;
  }
}
