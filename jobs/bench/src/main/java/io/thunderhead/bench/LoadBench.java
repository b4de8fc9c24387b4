package io.thunderhead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.job.Thunderhead;
import io.thunderhead.mini.MiniClusterMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench load}: the whole job of TPC-H's lineitem from a CSV file, in a process of its own,
 * and beside it what Spark alone takes for the same rows.
 *
 * <p>Seconds and processor seconds are of the whole process, from its start to its end. The stores
 * are another process, whose time is not counted but on the wall.
 */
@Command(
    name = "load",
    description =
        "Measures a whole load of lineitem beside Spark's own reading and sorting of the same file.",
    mixinStandardHelpOptions = true)
final class LoadBench implements Callable<Integer> {
  private static final String LOAD = "load";
  private static final String READ = "Spark reads";
  private static final String SORT = "Spark reads and sorts";
  private static final String SECONDS = "s";
  private static final String PROCESSOR = "processor s";
  private static final double MEGA = 1e6;

  @Mixin private BenchOptions options;

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "Scale of the data: 1 is 731 MB, six million rows; default ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Rows of lineitem, instead of those that are generated.")
  private Path csv;

  @Option(
      names = "--work",
      defaultValue = "${sys:thunderhead.home:-.}/jobs/bench/target/load",
      paramLabel = "FOLDER",
      description = "Where generated data is kept; default ${DEFAULT-VALUE}.")
  private Path work;

  @Option(
      names = "--stores",
      defaultValue = "1",
      description =
          "Stores, each with a replica of every region, up to 3; default ${DEFAULT-VALUE}.")
  private int stores;

  @Option(names = "--rounds", defaultValue = "1", description = "Rounds, of which the best counts.")
  private int rounds;

  @Option(
      names = "--profile",
      description = "Loads once more with samples of what the threads do, and tells the shares.")
  private boolean profile;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "An option of the load; may be given often.")
  private List<String> loadOptions = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    Run run = new Run(options.label());
    Files.createDirectories(work);
    Lineitem rows =
        csv == null ? Lineitem.generated(scale, work.toAbsolutePath()) : Lineitem.in(csv);
    calibrate(run);
    for (int round = 0; round < rounds; round++) {
      measureOnce(run, rows);
    }
    if (wanted(LOAD) && profile) {
      Path recording = work.toAbsolutePath().resolve("load.jfr");
      load(
          new Run(""),
          rows,
          List.of("-XX:StartFlightRecording=settings=profile,filename=" + recording));
      new Profile(recording).putInto(run, "shares of a load's samples");
    }
    ratios(run);
    Results results =
        new Results(
            options.results(),
            LOAD,
            "A whole load of %s from one CSV file into %d store(s)".formatted(rows.name(), stores),
            List.of(LOAD, READ, SORT));
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private boolean wanted(String name) {
    return options.only().matcher(name).find();
  }

  private void measureOnce(Run run, Lineitem rows) throws IOException, InterruptedException {
    if (wanted(LOAD)) {
      load(run, rows, List.of());
    }
    for (String name : List.of(READ, SORT)) {
      if (wanted(name)) {
        MeasuredProcess process =
            MeasuredProcess.run(
                SparkBaseline.class.getName(),
                List.of(),
                List.of(
                    rows.file().toString(), rows.header(), Boolean.toString(name.equals(SORT))));
        keepBest(run, name, process, Map.of());
      }
    }
  }

  /** Of several rounds the one of the least processor time counts, with all its figures. */
  private static boolean keepBest(
      Run run, String name, MeasuredProcess process, Map<String, Double> more) {
    Map<String, Double> before = run.figures().get(name);
    if (before != null && before.get(PROCESSOR) <= process.processorSeconds()) {
      return false;
    }
    run.put(name, SECONDS, process.seconds());
    run.put(name, PROCESSOR, process.processorSeconds());
    more.forEach((column, value) -> run.put(name, column, value));
    return true;
  }

  private void load(Run run, Lineitem rows, List<String> jvm)
      throws IOException, InterruptedException {
    Path ddl = Files.writeString(Files.createTempFile("lineitem", ".sql"), Lineitem.DDL);
    Path report = Files.createTempFile("load", ".json");
    Path stages = Files.createTempFile("stages", ".json");
    List<String> of = List.of("--ddl", ddl.toString(), "--stores", Integer.toString(stores));
    try (Child cluster = new Child(MiniClusterMain.class.getName(), of)) {
      String pd = cluster.await("PD: ");
      MeasuredProcess process =
          MeasuredProcess.run(
              Thunderhead.class.getName(), watched(jvm, stages), arguments(pd, rows, report));
      putLoad(run, process, report, stages);
    } finally {
      for (Path file : List.of(ddl, report, stages)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<String> watched(List<String> jvm, Path stages) {
    List<String> all = new ArrayList<>(jvm);
    all.add("-Dspark.extraListeners=" + StageWatch.class.getName());
    all.add("-D" + StageWatch.FILE + "=" + stages);
    return all;
  }

  private List<String> arguments(String pd, Lineitem rows, Path report) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "import",
                "--pd",
                pd,
                "--table",
                "test.lineitem",
                "--csv",
                rows.file().toString(),
                "--header",
                rows.header(),
                "--json",
                report.toString()));
    loadOptions.forEach(each -> all.addAll(Arrays.asList(("--" + each).split("=", 2))));
    return all;
  }

  private static void putLoad(Run run, MeasuredProcess process, Path report, Path stages)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode told = json.readTree(report.toFile());
    Map<String, Map<String, Double>> watched = StageWatch.read(stages);
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("rows", told.get("rowsLoaded").asDouble());
    more.put("KVs", told.get("kvCount").asDouble());
    more.put("KV MB", told.get("encodedBytes").asDouble() / MEGA);
    more.put("sent MB", told.get("sentBytes").asDouble() / MEGA);
    more.putAll(watched.remove(StageWatch.PROCESS));
    if (!keepBest(run, LOAD, process, more)) {
      return;
    }
    watched.forEach(
        (stage, figures) ->
            figures.forEach((column, value) -> run.put("tasks: " + stage, column, value)));
    told.get("seconds")
        .fields()
        .forEachRemaining(
            each -> run.put("phase: " + each.getKey(), SECONDS, each.getValue().asDouble()));
  }

  private static void ratios(Run run) {
    Map<String, Double> load = run.figures().get(LOAD);
    for (String name : List.of(READ, SORT)) {
      Map<String, Double> spark = run.figures().get(name);
      if (load != null && spark != null) {
        for (String column : List.of(SECONDS, PROCESSOR)) {
          run.put("load / " + name, column, load.get(column) / spark.get(column));
        }
      }
    }
  }

  private void calibrate(Run run) throws RunnerException {
    int bytes = EncodeInput.of("lineitem").encoded().length();
    for (RunResult result :
        options.measuring().run(CalibrationBenchmark.class, "input", List.of("lineitem"))) {
      run.calibrations()
          .put(Measuring.method(result), Measuring.callsPerSecond(result) * bytes / MEGA);
    }
  }
}
