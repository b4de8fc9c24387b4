package io.thunderhead.job;

import io.thunderhead.option.LoadOption;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.source.CsvSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thunderhead import}: a user's files into a user's table. */
@Command(
    name = "import",
    description = "Loads CSV files into an empty table of a cluster.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With Spark's own launcher:",
      "  spark-submit --class io.thunderhead.job.Thunderhead thunderhead-jobs.jar import ..."
    })
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--csv",
      required = true,
      paramLabel = "PATH",
      description = "File, folder or glob of any Hadoop file system; may be given often.")
  private List<String> paths;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description = "Columns of files without a header line, in order.")
  private List<String> columns = List.of();

  @Option(
      names = "--separator",
      defaultValue = ",",
      description = "Between fields; default '${DEFAULT-VALUE}'.")
  private String separator;

  @Option(
      names = "--quote",
      defaultValue = "\"",
      description = "Around fields, doubled inside; default '${DEFAULT-VALUE}'.")
  private String quote;

  @Option(
      names = "--null",
      defaultValue = "\\N",
      description = "Unquoted text that is NULL; default '${DEFAULT-VALUE}'.")
  private String nullText;

  @Option(
      names = "--set",
      paramLabel = "COLUMN=EXPR",
      description = "Computes a column with a Spark SQL expression over the file's columns.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON.")
  private Path json;

  @Option(
      names = "--show",
      defaultValue = "0",
      paramLabel = "N",
      description = "Prints the first N rows of the table afterwards.")
  private int show;

  @CommandLine.Mixin private EmbeddedOptions embedded;

  /** Makes the command with one option for each option of the loader. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ImportCommand());
    for (LoadOption<?> option : LoadOptions.all()) {
      line.getCommandSpec().addOption(cliOption(option));
    }
    return line;
  }

  private static OptionSpec cliOption(LoadOption<?> option) {
    String preset = option.defaultText().isEmpty() ? "" : " Default: " + option.defaultText() + ".";
    return OptionSpec.builder("--" + option.key())
        .type(String.class)
        .paramLabel("VALUE")
        .description(option.doc().replace("%", "%%") + preset)
        .build();
  }

  @Override
  public Integer call() {
    Map<String, String> options = given();
    if (embedded.wanted() == options.containsKey("pd")) {
      throw new ParameterException(
          spec.commandLine(), "Give either --pd host:port or --embedded with --ddl");
    }
    try (EmbeddedOptions.Cluster cluster = embedded.start()) {
      if (cluster.pdAddress() != null) {
        options.put("pd", cluster.pdAddress());
        options.putIfAbsent("tidb", cluster.tidbAddress());
      }
      ImportArguments arguments =
          new ImportArguments(
              new CsvSettings(paths, columns.isEmpty(), columns, separator, quote, nullText),
              set,
              LoadOptions.parse(options),
              json,
              show);
      run(arguments, cluster);
    }
    return ExitCode.OK;
  }

  private void run(ImportArguments arguments, EmbeddedOptions.Cluster cluster) {
    try (SparkSession spark = LocalSpark.session("thunderhead import")) {
      cluster.finish(
          ImportJob.run(
              arguments, spark, spec.commandLine().getOut(), spec.commandLine().getErr()));
    }
  }

  private Map<String, String> given() {
    Map<String, String> options = new LinkedHashMap<>();
    CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
    for (LoadOption<?> option : LoadOptions.all()) {
      if (parsed.hasMatchedOption("--" + option.key())) {
        options.put(option.key(), parsed.matchedOptionValue("--" + option.key(), ""));
      }
    }
    return options;
  }
}
