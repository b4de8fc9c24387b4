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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
  private static final String TASK_PEAK = "peak of a task MB";
  private static final String SPILLED = "spilled MB";
  private static final double MEGA = 1e6;

  @Mixin private BenchOptions options;

  @Option(
      names = "--scale",
      split = ",",
      defaultValue = "1",
      description =
          "Scales of the data: 1 is 731 MB, six million rows; of several, the growth is told;"
              + " default ${DEFAULT-VALUE}.")
  private List<Double> scales;

  @Option(
      names = "--shape",
      split = ",",
      description = "Tables of other shapes that are loaded as well: ${COMPLETION-CANDIDATES}.")
  private List<RowShape> shapes = new ArrayList<>();

  @Option(
      names = "--also",
      paramLabel = "NAME=VALUE",
      description =
          "Loads the first data once more with an option of the load; may be given often.")
  private List<String> variants = new ArrayList<>();

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
    List<LoadInput> ofLineitem = lineitem();
    List<LoadInput> inputs = new ArrayList<>(ofLineitem);
    variants.forEach(each -> inputs.add(ofLineitem.get(0).with(each)));
    for (RowShape shape : shapes) {
      inputs.add(shape.in(work.toAbsolutePath()));
    }
    calibrate(run);
    for (int round = 0; round < rounds; round++) {
      for (LoadInput input : inputs) {
        measureOnce(run, input, inputs);
      }
    }
    if (wanted(LOAD) && profile) {
      profile(run, inputs.get(0));
    }
    ratios(run);
    growth(run, ofLineitem.stream().map(each -> rowName(LOAD, each, inputs)).toList());
    Results results =
        new Results(options.results(), LOAD, title(inputs), List.of(LOAD, READ, SORT));
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private List<LoadInput> lineitem() throws IOException, InterruptedException {
    if (csv != null) {
      return List.of(LoadInput.of(Lineitem.in(csv)));
    }
    List<LoadInput> inputs = new ArrayList<>();
    for (double scale : scales) {
      inputs.add(LoadInput.of(Lineitem.generated(scale, work.toAbsolutePath())));
    }
    return inputs;
  }

  private String title(List<LoadInput> inputs) {
    return "Whole loads from one CSV file each into %d store(s), the first of %s"
        .formatted(stores, inputs.get(0).name());
  }

  private boolean wanted(String name) {
    return options.only().matcher(name).find();
  }

  /** The first input's rows have the plain name. */
  private static String rowName(String what, LoadInput input, List<LoadInput> inputs) {
    return input.equals(inputs.get(0)) ? what : what + " of " + input.name();
  }

  private void measureOnce(Run run, LoadInput input, List<LoadInput> inputs)
      throws IOException, InterruptedException {
    boolean first = input.equals(inputs.get(0));
    if (wanted(LOAD)) {
      load(run, rowName(LOAD, input, inputs), input, List.of());
    }
    for (String name : first ? List.of(READ, SORT) : List.<String>of()) {
      if (wanted(name)) {
        MeasuredProcess process =
            MeasuredProcess.run(
                SparkBaseline.class.getName(),
                List.of(),
                List.of(
                    input.file().toString(), input.header(), Boolean.toString(name.equals(SORT))));
        keepBest(run, name, process, Map.of());
      }
    }
  }

  private void profile(Run run, LoadInput input) throws IOException, InterruptedException {
    Path recording = work.toAbsolutePath().resolve("load.jfr");
    load(
        new Run(""),
        LOAD,
        input,
        List.of("-XX:StartFlightRecording=settings=profile,filename=" + recording));
    new Profile(recording).putInto(run, "shares of a load's samples");
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

  private void load(Run run, String name, LoadInput input, List<String> jvm)
      throws IOException, InterruptedException {
    Path ddl = Files.writeString(Files.createTempFile("table", ".sql"), input.ddl());
    Path report = Files.createTempFile("load", ".json");
    Path stages = Files.createTempFile("stages", ".json");
    List<String> of =
        List.of(
            "--ddl", ddl.toString(), "--stores", Integer.toString(stores), "--index-limit", "512");
    try (Child cluster = new Child(MiniClusterMain.class.getName(), of)) {
      String pd = cluster.await("PD: ");
      double before = cluster.processorSeconds();
      MeasuredProcess process =
          MeasuredProcess.run(
              Thunderhead.class.getName(), watched(jvm, stages), arguments(pd, input, report));
      double ofStores = cluster.processorSeconds() - before;
      putLoad(run, name, process, ofStores, new ObjectMapper().readTree(report.toFile()), stages);
    } finally {
      for (Path file : List.of(ddl, report, stages)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Java runs with the settings that the launcher gives it. */
  private static List<String> watched(List<String> jvm, Path stages) {
    List<String> all = new ArrayList<>(jvm);
    all.add("@" + Path.of(System.getProperty("thunderhead.home", "."), "conf", "java.options"));
    all.add("-Dspark.extraListeners=" + StageWatch.class.getName());
    all.add("-D" + StageWatch.FILE + "=" + stages);
    return all;
  }

  private List<String> arguments(String pd, LoadInput input, Path report) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "import",
                "--pd",
                pd,
                "--table",
                "test." + input.table(),
                "--csv",
                input.file().toString(),
                "--header",
                input.header(),
                "--json",
                report.toString()));
    Stream.concat(loadOptions.stream(), input.options().stream())
        .forEach(each -> all.addAll(Arrays.asList(("--" + each).split("=", 2))));
    return all;
  }

  private static void putLoad(
      Run run, String name, MeasuredProcess process, double ofStores, JsonNode told, Path stages)
      throws IOException {
    Map<String, Map<String, Double>> watched = StageWatch.read(stages);
    Map<String, Double> more = new LinkedHashMap<>();
    double rows = told.get("rowsLoaded").asDouble();
    more.put("stores' processor s", ofStores);
    more.put("rows", rows);
    more.put("KVs", told.get("kvCount").asDouble());
    more.put("KV MB", told.get("encodedBytes").asDouble() / MEGA);
    more.put("sent MB", told.get("sentBytes").asDouble() / MEGA);
    more.putAll(watched.remove(StageWatch.PROCESS));
    more.put("processor µs of tasks a row", 1e6 * sum(watched, PROCESSOR) / rows);
    more.put(TASK_PEAK, most(watched, TASK_PEAK));
    more.put(SPILLED, sum(watched, SPILLED));
    if (!keepBest(run, name, process, more) || !name.equals(LOAD)) {
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

  private static double sum(Map<String, Map<String, Double>> stages, String column) {
    return stages.values().stream().mapToDouble(each -> each.getOrDefault(column, 0.0)).sum();
  }

  private static double most(Map<String, Map<String, Double>> stages, String column) {
    return stages.values().stream()
        .mapToDouble(each -> each.getOrDefault(column, 0.0))
        .max()
        .orElse(0);
  }

  /** Tells what the rows took that a load had more than the next smaller one. */
  private static void growth(Run run, List<String> names) {
    List<String> loads =
        names.stream()
            .filter(run.figures()::containsKey)
            .sorted(Comparator.comparing(name -> run.figures().get(name).get("rows")))
            .toList();
    for (int i = 1; i < loads.size(); i++) {
      Map<String, Double> small = run.figures().get(loads.get(i - 1));
      Map<String, Double> big = run.figures().get(loads.get(i));
      double rows = big.get("rows") - small.get("rows");
      String name = "what %s took above %s".formatted(loads.get(i), loads.get(i - 1));
      run.put(name, "rows", rows);
      for (String column : List.of(SECONDS, PROCESSOR)) {
        run.put(name, column, big.get(column) - small.get(column));
        run.put(name, "µs a row, " + column, 1e6 * (big.get(column) - small.get(column)) / rows);
      }
    }
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
