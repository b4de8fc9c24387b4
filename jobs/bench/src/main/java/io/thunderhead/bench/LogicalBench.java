package io.thunderhead.bench;

import com.sun.management.OperatingSystemMXBean;
import io.thunderhead.sqlit.MariaDb;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench logical}: rows of a cached DataFrame into a server by SQL, by {@code backend=tidb}
 * and by Spark's own JDBC writer with its rewritten batches, by turns. Of Spark's, each size of
 * batch and isolation is tried once, and the best goes on.
 *
 * <p>Client, Spark and server share this machine. Processor time is that of this process and that
 * of the server's. Figures of several rounds are medians, each figure's own.
 *
 * <p>A view of the table stays open on another connection while rows are written, so that InnoDB
 * purges nothing meanwhile: it goes over all inserted rows once more, which falls into the time of
 * loads that commit as they go, and behind that of loads that commit once in the end. What an
 * earlier load left to purge is waited for.
 */
@Command(
    name = "logical",
    description = "Measures loads by SQL beside Spark's own JDBC writer, into a MariaDB server.",
    mixinStandardHelpOptions = true)
final class LogicalBench implements Callable<Integer> {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;
  private static final String LINEITEM = "lineitem";
  private static final String NARROW = "narrow";
  private static final String OURS = "backend=tidb";
  private static final String TOTAL = "processor s";
  private static final String PER_SECOND = "rows/s";

  @Mixin private BenchOptions options;

  @Option(
      names = "--scale",
      defaultValue = "0.1",
      description = "Scale of lineitem: 0.1 is 600,000 rows; default ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Rows of lineitem, instead of those that are generated.")
  private Path csv;

  @Option(
      names = "--rows",
      defaultValue = "600000",
      description = "Rows of each load, at most; default ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--work",
      defaultValue = "${sys:thunderhead.home:-.}/jobs/bench/target/logical",
      paramLabel = "FOLDER",
      description = "Where generated data and the server's are kept; default ${DEFAULT-VALUE}.")
  private Path work;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Pairs of loads, after one of each kind; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "An option of our loads; may be given often.")
  private Map<String, String> loadOptions = new LinkedHashMap<>();

  @Option(
      names = "--shuffled",
      description =
          "Whether rows come in any order, and not in that of the key as dumps have them.")
  private boolean shuffled;

  private SparkSession spark;
  private MariaDb server;
  private final Map<String, List<Double>> seen = new HashMap<>();
  private long count;

  /** What is written into the table of that name in database {@code test}. */
  private record Input(String name, String ddl, Column[] key, Dataset<Row> rows) {}

  /** One way to write. */
  private interface Writer {
    void write(Input input);
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    Files.createDirectories(work);
    Run run = new Run(options.label());
    int cores = Runtime.getRuntime().availableProcessors();
    server = MariaDb.open(work.resolve("mariadb"));
    spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .appName("logical")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    try {
      if (wanted(LINEITEM)) {
        measure(run, lineitem(), cores);
      }
      if (wanted(NARROW)) {
        measure(run, narrow(cores), cores);
      }
    } finally {
      spark.stop();
      server.close();
    }
    Results results =
        new Results(
            options.results(),
            "logical",
            "Rows by SQL into MariaDB on the same machine, beside Spark's JDBC writer",
            List.of(LINEITEM + ", " + OURS, NARROW + ", " + OURS));
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private boolean wanted(String name) {
    return options.only().matcher(name).find();
  }

  private Input lineitem() throws IOException, InterruptedException {
    Lineitem lineitem =
        csv == null ? Lineitem.generated(scale, work.toAbsolutePath()) : Lineitem.in(csv);
    Dataset<Row> read =
        spark
            .read()
            .schema(Lineitem.SPARK_SCHEMA)
            .option("header", LoadInput.of(lineitem).header())
            .csv(lineitem.file().toString());
    // CLUSTERED is a word of TiDB's; the server's keys are so.
    return new Input(
        LINEITEM,
        Lineitem.DDL.replace(" CLUSTERED", ""),
        key("l_orderkey", "l_linenumber"),
        read.limit(rows));
  }

  private Input narrow(int cores) {
    return new Input(
        NARROW,
        "CREATE DATABASE IF NOT EXISTS test; CREATE TABLE test.narrow (id BIGINT PRIMARY KEY, n INT, v VARCHAR(40))",
        key("id"),
        spark
            .range(0, rows, 1, cores)
            .selectExpr("id", "CAST(id % 1000 AS INT) AS n", "concat('value ', id) AS v"));
  }

  private static Column[] key(String... names) {
    return Stream.of(names).map(functions::col).toArray(Column[]::new);
  }

  private void measure(Run run, Input of, int cores) throws SQLException {
    Dataset<Row> parted =
        shuffled
            ? of.rows().repartition(cores)
            : of.rows().repartitionByRange(cores, of.key()).sortWithinPartitions(of.key());
    Dataset<Row> cached = parted.persist(StorageLevel.MEMORY_ONLY());
    count = cached.count();
    Input input = new Input(of.name(), of.ddl(), of.key(), cached);
    Map<String, Writer> sparks = new LinkedHashMap<>();
    for (String isolation : List.of("NONE", "READ_COMMITTED")) {
      for (int batch : options.quick() ? List.of(1_000) : List.of(1_000, 5_000, 10_000)) {
        sparks.put("Spark, %d, %s".formatted(batch, isolation), jdbc(batch, isolation));
      }
    }
    once(new Run(""), input, OURS, this::ours);
    once(run, input, OURS, this::ours);
    for (Map.Entry<String, Writer> each : sparks.entrySet()) {
      once(run, input, each.getKey(), each.getValue());
    }
    String best = best(run, input, sparks);
    for (int i = 1; i < rounds; i++) {
      once(run, input, best, sparks.get(best));
      once(run, input, OURS, this::ours);
    }
    cached.unpersist();
    Map<String, Double> ours = run.figures().get(input.name() + ", " + OURS);
    Map<String, Double> theirs = run.figures().get(input.name() + ", " + best);
    String ratio = input.name() + ", ours / best of Spark's";
    run.put(ratio, PER_SECOND, ours.get(PER_SECOND) / theirs.get(PER_SECOND));
    for (String column : List.of(TOTAL, "client µs/row", "server µs/row")) {
      run.put(ratio, column, ours.get(column) / theirs.get(column));
    }
  }

  private static String best(Run run, Input input, Map<String, Writer> writers) {
    List<String> names = new ArrayList<>(writers.keySet());
    names.sort(
        (a, b) ->
            Double.compare(
                run.figures().get(input.name() + ", " + a).get(TOTAL),
                run.figures().get(input.name() + ", " + b).get(TOTAL)));
    return names.get(0);
  }

  private void ours(Input input) {
    Map<String, String> given = new LinkedHashMap<>(loadOptions);
    given.put("backend", "tidb");
    given.put("tidb", server.address());
    given.put("table", "test." + input.name());
    input.rows().write().format("tidb").options(given).mode(SaveMode.Append).save();
  }

  private Writer jdbc(int batch, String isolation) {
    return input ->
        input
            .rows()
            .write()
            .format("jdbc")
            .option(
                "url",
                "jdbc:mysql://%s/test?rewriteBatchedStatements=true&sslMode=PREFERRED"
                    .formatted(server.address()))
            .option("driver", "com.mysql.cj.jdbc.Driver")
            .option("user", "root")
            .option("password", "")
            .option("dbtable", input.name())
            .option("batchsize", batch)
            .option("isolationLevel", isolation)
            .mode(SaveMode.Append)
            .save();
  }

  private void once(Run run, Input input, String name, Writer writer) throws SQLException {
    server.run("DROP TABLE IF EXISTS test." + input.name() + ";" + input.ddl());
    // Returns when what earlier loads left is purged.
    server.run("SET GLOBAL innodb_max_purge_lag_wait = 0");
    Map<String, Double> figures;
    try (Connection view = server.connect();
        Statement statement = view.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      figures = measured(() -> writer.write(input));
    }
    long written = Long.parseLong(server.rows("SELECT COUNT(*) FROM test." + input.name()).get(0));
    if (written != count) {
      throw new IllegalStateException("%s wrote %d of %d rows".formatted(name, written, count));
    }
    String row = input.name() + ", " + name;
    run.put(row, "rows", (double) written);
    figures.forEach(
        (column, value) -> {
          List<Double> values =
              seen.computeIfAbsent(run.label() + row + column, none -> new ArrayList<>());
          values.add(value);
          run.put(row, column, median(values));
        });
  }

  private Map<String, Double> measured(Runnable load) {
    long client = processorNanos();
    long there = server.processorTime().toNanos();
    long start = System.nanoTime();
    load.run();
    double seconds = (System.nanoTime() - start) / NANOS;
    double ours = (processorNanos() - client) / NANOS;
    double theirs = (server.processorTime().toNanos() - there) / NANOS;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(PER_SECOND, count / seconds);
    figures.put(TOTAL, ours + theirs);
    figures.put("client µs/row", ours / count * MICROS);
    figures.put("server µs/row", theirs / count * MICROS);
    return figures;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
