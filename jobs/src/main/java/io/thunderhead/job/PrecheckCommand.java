package io.thunderhead.job;

import io.thunderhead.load.BackendChoice;
import io.thunderhead.load.DryRun;
import io.thunderhead.load.LogicalLoad;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.precheck.PrecheckReport;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thunderhead precheck}: whether a cluster and a table are ready for a load. */
@Command(
    name = "precheck",
    description =
        "Looks whether cluster and table are ready for a load; reads no input, changes nothing.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "With the input, and how large it gets: import ... --dry-run"})
final class PrecheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A tidb-lightning.toml, or a TOML file of our options by their names; local, or a URI.")
  private String config;

  /** Makes the command with one option for each option of the loader. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new PrecheckCommand());
    LoadOptions.all().forEach(option -> line.getCommandSpec().addOption(OptionSpecs.of(option)));
    return line;
  }

  @Override
  public Integer call() {
    Map<String, String> given =
        OptionSpecs.given(spec.commandLine().getParseResult(), LoadOptions.all().stream());
    if (config != null) {
      LightningConfig.read(config).options().forEach(given::putIfAbsent);
    }
    Consumer<String> told = Reports.lines(spec.commandLine().getErr());
    PrecheckReport done = null;
    if (LoadOptions.backendOf(given) == Backend.AUTO) {
      BackendChoice choice = BackendChoice.of(given, told);
      given = LoadOptions.with(choice.backend(), given);
      done = choice.checks();
      print(done);
      choice.lines().forEach(spec.commandLine().getOut()::println);
    }
    LoadOptions options = LoadOptions.parse(given);
    PrecheckReport report = done;
    if (options.backend() == Backend.TIDB) {
      report = LogicalLoad.precheck(options);
      print(report);
    } else if (done == null) {
      report = DryRun.precheck(options, told);
      print(report);
    }
    spec.commandLine().getOut().flush();
    report.requirePassed();
    return ExitCode.OK;
  }

  private void print(PrecheckReport report) {
    if (report != null) {
      PrintWriter out = spec.commandLine().getOut();
      report.lines().forEach(line -> out.println(line.stripTrailing()));
      out.println(report.summary());
      out.flush();
    }
  }
}
