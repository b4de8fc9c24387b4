package io.thunderhead.job;

import io.thunderhead.option.LoadOption;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.verify.VerifySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thunderhead verify}: whether tables have the rows of their source. */
@Command(
    name = "verify",
    description =
        "Compares files, a whole export or a live MySQL with the tables they were loaded into: rows"
            + " by chunk, then the first rows that differ. Ends with 0 when they are the same and"
            + " with 5 when they are not. Takes the options of the import.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  /** How the target's rows are read. */
  enum Via {
    tikv,
    sql
  }

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "0..1")
  private InputPaths input = new InputPaths();

  @Option(
      names = "--set",
      paramLabel = "COLUMN=EXPR",
      description = "As it was given to the import.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Mixin private ServerOptions server;

  @Option(
      names = "--via",
      description =
          "How the tables are read: ${COMPLETION-CANDIDATES}; default tikv with --pd, sql without.")
  private Via via;

  @Option(
      names = "--rows",
      defaultValue = "10",
      paramLabel = "N",
      description = "Most differences of a table that are told; default ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--characters",
      defaultValue = "64",
      paramLabel = "N",
      description = "Most characters of a value that are told; default ${DEFAULT-VALUE}.")
  private int characters;

  @Option(
      names = "--rechecks",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "How often chunks that differ are read again, 5 seconds apart, when the source is a live"
              + " server; default ${DEFAULT-VALUE}.")
  private int rechecks;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON.")
  private Path json;

  @Option(
      names = "--sync-diff-config",
      paramLabel = "FILE",
      description = "Writes a configuration of sync-diff-inspector for the same tables.")
  private Path syncDiff;

  @Mixin private DumpOptions dump;

  /** Makes the command with one option for each option of the loader and of its readers. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new VerifyCommand());
    allOptions().forEach(option -> line.getCommandSpec().addOption(OptionSpecs.of(option)));
    return line;
  }

  private static Stream<LoadOption<?>> allOptions() {
    return Stream.concat(SourceOptions.all().stream(), LoadOptions.all().stream());
  }

  @Override
  public Integer call() {
    LightningConfig config = dump.config();
    Map<String, String> options =
        OptionSpecs.given(spec.commandLine().getParseResult(), allOptions());
    config.options(false).forEach(options::putIfAbsent);
    boolean sql = via == Via.sql || (via == null && !options.containsKey("pd"));
    if (sql) {
      options.put("backend", "tidb");
    }
    if (server.wanted() && !input.paths().isEmpty()) {
      throw usage("Give either --mysql or files");
    } else if (!server.wanted() && !config.folder().isEmpty()) {
      input.presume(config.folder());
    }
    check(options, server.wanted());
    Map<String, String> files = SourceOptions.takeFrom(options);
    ImportArguments arguments =
        new ImportArguments(
            input.paths(),
            input.format(),
            SourceOptions.parse(files, config.source()),
            set,
            options,
            new ReportPlaces(json == null ? null : json.toString(), null),
            0);
    PrintWriter out = spec.commandLine().getOut();
    try (LocalSpark local = LocalSpark.session("thunderhead verify")) {
      VerifyJob job =
          new VerifyJob(
              local.spark(),
              arguments,
              dump.arguments(config),
              new VerifySettings(rows, characters, rechecks, Duration.ofSeconds(5)),
              sql,
              out,
              Reports.lines(spec.commandLine().getErr()));
      boolean same = server.wanted() ? job.server(server, syncDiff) : job.files(syncDiff);
      return same ? ExitCode.OK : ExitCode.DIFFERENT;
    }
  }

  private void check(Map<String, String> options, boolean live) {
    boolean ofTable = options.containsKey("table");
    if (!live && input.paths().isEmpty()) {
      throw usage(
          "Missing required argument: --source, --csv, --sql or --parquet PATH, or --mysql");
    }
    if (!ofTable && (input.format() != null || server.table() != null || !set.isEmpty())) {
      throw usage("Missing required option: '--table=VALUE'");
    }
    if (!options.containsKey("pd") && !options.containsKey("tidb")) {
      throw usage("Missing required option: '--pd=VALUE' or '--tidb=VALUE'");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
