package io.thunderhead.bench;

import com.sun.management.OperatingSystemMXBean;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench conflicts}: loads into an embedded cluster of one store, of rows that claim one key
 * all of them, of rows of which one in a hundred is in conflict, and of rows that are in none, with
 * and without the search for conflicts by turns.
 *
 * <p>Processor time is that of the whole process, the cluster included; the heap is what the most
 * recent collections left, at most.
 */
@Command(
    name = "conflicts",
    description = "Measures loads with rows that claim one key.",
    mixinStandardHelpOptions = true)
final class ConflictsBench implements Callable<Integer> {
  private static final String PAIRED = "no conflicts";
  private static final List<String> NAMES = List.of("one key", "1 % in conflict", PAIRED);
  private static final double NANOS = 1e9;

  @Mixin private BenchOptions options;

  @Option(
      names = "--rows",
      defaultValue = "10000000",
      description = "Rows of each load; default ${DEFAULT-VALUE}.")
  private long rows;

  @Option(
      names = "--paired-rows",
      defaultValue = "2000000",
      description = "Rows of each load without conflicts; default ${DEFAULT-VALUE}.")
  private long pairedRows;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Pairs of loads without conflicts; default ${DEFAULT-VALUE}.")
  private int rounds;

  private MiniCluster cluster;
  private SparkSession spark;
  private int tables;

  @Override
  public Integer call() throws IOException {
    Run run = new Run(options.label());
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("conflicts")
            .config("spark.ui.enabled", false)
            .getOrCreate();
    try {
      measure(run);
    } finally {
      spark.stop();
      cluster.close();
    }
    Results results =
        new Results(options.results(), "conflicts", "Loads with rows that claim one key", NAMES);
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private void measure(Run run) {
    if (wanted(PAIRED)) {
      pair(run);
    }
    for (String strategy : List.of("replace", "ignore")) {
      if (wanted("one key")) {
        load(run, "one key, " + strategy, rows, "7", strategy);
      }
      if (wanted("1 % in conflict")) {
        load(run, "1 % in conflict, " + strategy, rows, "if(id % 200 = 1, id - 1, id)", strategy);
      }
    }
  }

  private boolean wanted(String name) {
    return options.only().matcher(name).find();
  }

  private void pair(Run run) {
    load(new Run(""), "warm-up", pairedRows, "id", "error");
    double without = Double.MAX_VALUE;
    double with = Double.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      without = Math.min(without, load(run, PAIRED + ", error", pairedRows, "id", "error"));
      with = Math.min(with, load(run, PAIRED + ", replace", pairedRows, "id", "replace"));
    }
    run.put(PAIRED, "processor s, error", without);
    run.put(PAIRED, "processor s, replace", with);
    run.put(PAIRED, "more", with / without - 1);
  }

  /** Loads rows and returns the processor seconds. */
  private double load(Run run, String name, long count, String unique, String strategy) {
    String table = "b" + tables++;
    cluster.execute(
        "CREATE TABLE test.%s (id BIGINT PRIMARY KEY, u BIGINT NOT NULL, v VARCHAR(60), UNIQUE KEY uu (u))"
            .formatted(table));
    Dataset<Row> input =
        spark
            .range(0, count, 1, 8)
            .selectExpr("id", unique + " AS u", "concat('a value of some length ', id) AS v");
    long cpu = processorNanos();
    long start = System.nanoTime();
    LoadReport report;
    double heap;
    try (HeapWatch watch = new HeapWatch()) {
      report =
          BulkLoad.run(
              input,
              LoadOptions.parse(
                  Map.of(
                      "pd",
                      cluster.pdAddress(),
                      "table",
                      "test." + table,
                      "on-duplicate",
                      strategy)),
              line -> {});
      heap = watch.megabytes();
    }
    double seconds = (processorNanos() - cpu) / NANOS;
    run.put(name, "rows", (double) count);
    run.put(name, "in conflict", (double) report.conflicts().rows());
    run.put(name, "left out", (double) report.conflicts().left());
    run.put(name, "s", (System.nanoTime() - start) / NANOS);
    run.put(name, "processor s", seconds);
    run.put(name, "heap MB", heap);
    report.seconds().forEach((phase, each) -> run.put(name, phase, each));
    cluster.execute("DROP TABLE test." + table);
    return seconds;
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
