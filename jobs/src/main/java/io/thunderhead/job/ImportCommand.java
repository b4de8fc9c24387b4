package io.thunderhead.job;

import io.thunderhead.dump.DumpReport;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.load.BackendChoice;
import io.thunderhead.load.Jobs;
import io.thunderhead.load.LoadReport;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOption;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.source.FileFormat;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thunderhead import}: a user's files into a user's tables. */
@Command(
    name = "import",
    description = "Loads files into an empty table, or a whole export into its tables.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With Spark's own launcher:",
      "  spark-submit --class io.thunderhead.job.Thunderhead thunderhead-jobs.jar import ..."
    })
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "0..1")
  private InputPaths input = new InputPaths();

  @Option(
      names = "--set",
      paramLabel = "COLUMN=EXPR",
      description = "Computes a column with a Spark SQL expression over the file's columns.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Mixin private ReportOptions reports;

  @Option(
      names = "--show",
      defaultValue = "0",
      paramLabel = "N",
      description = "Prints the first N rows of the table afterwards.")
  private int show;

  @Option(
      names = "--dry-run",
      description =
          "Runs the prechecks, reads the input, encodes a sample and estimates the load; changes"
              + " nothing.")
  private boolean dryRun;

  @Option(
      names = "--detached",
      description = "Prints the job's id and goes on in a process of its own.")
  private boolean detached;

  @Mixin private DumpOptions dump;

  @Mixin private LiveOptions live;

  @Mixin private DmOptions dm;

  @Mixin private EmbeddedOptions embedded;

  /** Makes the command with one option for each option of the loader and of its readers. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ImportCommand());
    allOptions().forEach(option -> line.getCommandSpec().addOption(OptionSpecs.of(option)));
    return line;
  }

  private static Stream<LoadOption<?>> allOptions() {
    return Stream.concat(SourceOptions.all().stream(), LoadOptions.all().stream());
  }

  @Override
  public Integer call() {
    LightningConfig config = dump.config();
    Map<String, String> options = given();
    config.options(embedded.wanted()).forEach(options::putIfAbsent);
    tellIdle(config);
    JobRequest job = continued(options);
    options.putAll(missing(job, options));
    BackendChoice choice = chosen(options);
    Backend backend = LoadOptions.backendOf(options);
    if (backend == Backend.TIDB) {
      requireLogical();
    } else if (backend == Backend.LOCAL && embedded.wanted() == options.containsKey("pd")) {
      throw usage("Give either --pd host:port or --embedded with --ddl");
    }
    requireWhole(options, job);
    if (!config.folder().isEmpty() && !live.wanted()) {
      input.presume(config.folder());
    }
    if (job == null && input.paths().isEmpty() && !live.wanted()) {
      throw usage(
          "Missing required argument: --source, --csv, --sql or --parquet PATH, --from-mysql"
              + " HOST:PORT, or --job-id");
    }
    boolean ofTable = options.containsKey("table");
    if (!ofTable && input.format() != null) {
      throw usage("Missing required option: '--table=VALUE'");
    }
    if (!ofTable && (dryRun || detached)) {
      throw usage("--dry-run and --detached are for one table; name it with --table");
    }
    Map<String, String> files = SourceOptions.takeFrom(options);
    SourceOptions source = source(job, files, config);
    if (detached) {
      return detach(arguments(job, source, options));
    }
    try (EmbeddedOptions.Cluster cluster = embedded.start(ofTable)) {
      cluster.options().forEach(options::putIfAbsent);
      ImportArguments arguments = arguments(job, source, options).chosen(choice);
      try (LocalSpark local = LocalSpark.session("thunderhead import")) {
        run(arguments, ofTable, config, local.spark(), cluster);
      }
    }
    return ExitCode.OK;
  }

  /** Chooses the way into one table where that is left open; that of an export is chosen later. */
  private BackendChoice chosen(Map<String, String> options) {
    if (LoadOptions.backendOf(options) != Backend.AUTO) {
      return null;
    } else if (embedded.wanted()) {
      throw usage("--backend auto does not go with --embedded, which has the physical one");
    } else if (!options.containsKey("table")) {
      return null;
    }
    PrintWriter err = spec.commandLine().getErr();
    BackendChoice choice = BackendChoice.of(options, Reports.lines(err));
    options.putAll(LoadOptions.with(choice.backend(), options));
    choice.lines().forEach(err::println);
    err.flush();
    return choice;
  }

  private void run(
      ImportArguments arguments,
      boolean ofTable,
      LightningConfig config,
      SparkSession spark,
      EmbeddedOptions.Cluster cluster) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean logical = LoadOptions.isLogical(arguments.options());
    if (dryRun && logical) {
      ImportJob.dryRunLogical(arguments, spark, out, err);
    } else if (dryRun) {
      ImportJob.dryRun(arguments, spark, out, err);
    } else if (ofTable && logical) {
      ImportJob.runLogical(arguments, spark, out, err);
    } else if (ofTable) {
      cluster.finish(ImportJob.run(arguments, spark, out, err));
    } else {
      runDump(arguments, config, spark, cluster);
    }
  }

  private void tellIdle(LightningConfig config) {
    PrintWriter err = spec.commandLine().getErr();
    config.idle().forEach(line -> err.println("config: says nothing here: " + line));
    err.flush();
  }

  private void requireLogical() {
    if (embedded.wanted() || show > 0) {
      throw usage("--backend tidb goes with neither --embedded nor --show");
    }
  }

  /** Refuses what goes with one table only beside what goes with whole exports and sources. */
  private void requireWhole(Map<String, String> options, JobRequest job) {
    boolean ofTable = options.containsKey("table") || job != null;
    if (ofTable && (live.wanted() || dm.wanted())) {
      throw usage(
          "--from-mysql and --dm-task are for whole exports and sources; choose tables with"
              + " --tables instead of --table");
    }
    if (live.wanted() && !input.paths().isEmpty()) {
      throw usage("Give either --from-mysql or files to load");
    }
    boolean ofFiles =
        SourceOptions.all().stream().anyMatch(each -> given().containsKey(each.key()));
    if (live.wanted() && ofFiles) {
      throw usage("options of files say nothing of rows that come from --from-mysql");
    }
  }

  /** Returns what the job asked for that is to go on, or null for a new one. */
  private static JobRequest continued(Map<String, String> options) {
    String id = options.getOrDefault("job-id", "0");
    if (id.equals("0") || !id.matches("\\d{1,18}")) {
      return null;
    }
    try {
      return KeptJobs.store(options).get(Long.parseLong(id)).request();
    } catch (LoadException e) {
      // The ledger of a load by SQL knows the job too; the user says anew what it was to do.
      if (LoadOptions.isLogical(options)
          && options.containsKey("table")
          && (e.code() == ErrorCode.JOB_NOT_FOUND || !Jobs.areKept(LoadOptions.ofJobs(options)))) {
        return null;
      }
      throw e;
    }
  }

  /** Returns what the job was given and this run is not; its way into the table is chosen once. */
  private static Map<String, String> missing(JobRequest job, Map<String, String> given) {
    Map<String, String> missing = new LinkedHashMap<>(job == null ? Map.of() : job.options());
    if (job != null && LoadOptions.backendOf(given) == Backend.AUTO) {
      given.remove("backend");
    }
    if (given.containsKey("password")) {
      missing.remove("password-file");
    }
    missing.keySet().removeAll(given.keySet());
    return missing;
  }

  private static SourceOptions source(
      JobRequest job, Map<String, String> given, LightningConfig config) {
    return job == null
        ? SourceOptions.parse(given, config.source())
        : SourceOptions.parse(given, job.source());
  }

  private ImportArguments arguments(
      JobRequest job, SourceOptions source, Map<String, String> options) {
    boolean asBefore = job != null && input.paths().isEmpty();
    FileFormat format =
        !asBefore
            ? input.format()
            : job.format().isEmpty() ? null : FileFormat.valueOf(job.format());
    return new ImportArguments(
        asBefore ? job.paths() : input.paths(),
        format,
        source,
        job != null && set.isEmpty() ? job.set() : set,
        options,
        reports.places(),
        show,
        null);
  }

  private int detach(ImportArguments arguments) {
    if (embedded.wanted() || dryRun) {
      throw usage("--detached goes with neither --embedded nor --dry-run");
    }
    PrintWriter out = spec.commandLine().getOut();
    DetachedImport.start(arguments, spec.commandLine().getParseResult().originalArgs())
        .forEach(out::println);
    out.flush();
    return ExitCode.OK;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void runDump(
      ImportArguments arguments,
      LightningConfig config,
      SparkSession spark,
      EmbeddedOptions.Cluster cluster) {
    if (!set.isEmpty() || show > 0) {
      throw usage("--set and --show are for one table; name it with --table");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DumpArguments ofDump = dump.arguments(config);
    DumpReport report =
        live.wanted()
            ? LiveJob.run(arguments, ofDump, live, dm, spark, out, err)
            : DumpJob.run(arguments, ofDump, new DumpJob.ForDm(dm, null), spark, out, err);
    report.tables().stream()
        .filter(table -> table.isGood())
        .map(table -> table.report())
        .filter(LoadReport.class::isInstance)
        .forEach(each -> cluster.finish((LoadReport) each));
    DumpJob.check(report);
  }

  private Map<String, String> given() {
    return OptionSpecs.given(spec.commandLine().getParseResult(), allOptions());
  }
}
