package io.thunderhead.job;

import io.thunderhead.option.SourceOptions;
import io.thunderhead.source.FileFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thunderhead quickstart}: the whole way on one machine, with the example's flights. */
@Command(
    name = "quickstart",
    description = "Loads the example's 336,776 flights into a cluster inside this process.",
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
  private static final int STORES = 3;
  private static final int REPLICAS = 3;

  /** Small, so that the example's 80 MB make more than eight regions. */
  private static final String REGION_SIZE = "8MiB";

  @Spec private CommandSpec spec;

  @Option(
      names = "--examples",
      defaultValue = "${sys:thunderhead.home:-.}/examples",
      description = "Folder of flights.csv.gz and flights.sql; default ${DEFAULT-VALUE}.")
  private Path examples;

  @Mixin private ReportOptions reports;

  @Override
  public Integer call() {
    PrintWriter progress = spec.commandLine().getErr();
    String ddl = EmbeddedOptions.read(examples.resolve("flights.sql"));
    try (EmbeddedOptions.Cluster cluster = EmbeddedOptions.start(STORES, REPLICAS, ddl);
        LocalSpark local = LocalSpark.session("thunderhead quickstart")) {
      progress.println(
          "embedded cluster: PD at %s, %d stores, %d replicas"
              .formatted(cluster.pdAddress(), STORES, REPLICAS));
      Map<String, String> options = new HashMap<>(cluster.options());
      options.put("table", "nyc.flights");
      options.put("region-split-size", REGION_SIZE);
      options.put("progress-interval", "2s");
      ImportArguments arguments =
          new ImportArguments(
              List.of(examples.resolve("flights.csv.gz").toString()),
              FileFormat.CSV,
              SourceOptions.parse(Map.of("null", "NA")),
              Map.of("id", "monotonically_increasing_id() + 1"),
              options,
              reports.places(),
              5);
      ImportJob.run(arguments, local.spark(), spec.commandLine().getOut(), progress);
    }
    return ExitCode.OK;
  }
}
