package io.thunderhead.bench;

import io.thunderhead.mini.MiniClusterMain;
import io.thunderhead.option.TableName;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.sql.StatusPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench traffic}: what reads and transactions on one table feel of a load into another. */
@Command(
    name = "traffic",
    description =
        "Measures the latency of other traffic without a load, beside one, and beside one with a write limit.",
    mixinStandardHelpOptions = true)
final class TrafficBench implements Callable<Integer> {
  private static final long HANDLES = 1000;
  private static final long QUICK_HANDLES = 50;
  private static final double QUICK_RATE = 4;
  private static final String DDL =
      """
      CREATE DATABASE IF NOT EXISTS test;
      CREATE TABLE test.traffic (id BIGINT PRIMARY KEY, v VARCHAR(40));
      CREATE TABLE test.loaded_free (id BIGINT PRIMARY KEY, k BIGINT, v VARCHAR(200), KEY (k));
      CREATE TABLE test.loaded_limited (id BIGINT PRIMARY KEY, k BIGINT, v VARCHAR(200), KEY (k));
      """;

  @Mixin private BenchOptions options;

  @Option(names = "--reads", defaultValue = "100", description = "Point reads a second.")
  private double reads;

  @Option(names = "--writes", defaultValue = "20", description = "Transactions a second.")
  private double writes;

  @Option(
      names = "--rows",
      defaultValue = "500000",
      description = "Rows of a load, of 270 bytes in two KVs.")
  private long rows;

  @Option(
      names = "--limit",
      defaultValue = "6MiB",
      description = "store-write-bwlimit of the load that has one.")
  private String limit;

  private static long table(String status) {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      return new StatusPort(status, channels).find(new TableName("test", "traffic")).table().id();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Run run = new Run(options.label());
    Path ddl = Files.createTempFile("traffic", ".sql");
    Files.writeString(ddl, DDL);
    try (Child cluster =
        new Child(MiniClusterMain.class.getName(), List.of("--ddl", ddl.toString()))) {
      String pd = cluster.await("PD: ");
      long table = table(cluster.await("TiDB status: "));
      try (TrafficClient client = new TrafficClient(pd, table)) {
        for (long handle = 0; handle < handles(); handle++) {
          client.write(handle);
        }
        measure(run, client, pd);
      }
    } finally {
      Files.delete(ddl);
    }
    Results results =
        new Results(
            options.results(),
            "traffic",
            "Beside a load: %.0f point reads and %.0f transactions a second, three stores, all on one machine"
                .formatted(reads, writes),
            List.of("no load", "load", "load, limited"));
    results.add(run);
    options.tell(results.markdown());
    return 0;
  }

  private long handles() {
    return options.quick() ? QUICK_HANDLES : HANDLES;
  }

  private double rate(double wanted) {
    return options.quick() ? Math.min(wanted, QUICK_RATE) : wanted;
  }

  private void measure(Run run, TrafficClient client, String pd)
      throws IOException, InterruptedException {
    String count = Long.toString(options.quick() ? 1000 : rows);
    // The first reads and writes of a process are slow; nobody should take that for the load's.
    stream(new Run(""), "warm up", client, this::idle);
    stream(run, "no load", client, this::idle);
    loadBeside(run, "load", client, List.of(pd, "test.loaded_free", count));
    List<String> limited = List.of(pd, "test.loaded_limited", count, "store-write-bwlimit", limit);
    loadBeside(run, "load, limited", client, limited);
  }

  private void idle() throws InterruptedException {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, options.quick() ? 1 : 20, TimeUnit.SECONDS)
        .join();
  }

  private void loadBeside(Run run, String row, TrafficClient client, List<String> arguments)
      throws IOException, InterruptedException {
    try (Child load = new Child(TrafficLoad.class.getName(), arguments)) {
      load.await(TrafficLoad.BEGIN);
      stream(
          run,
          row,
          client,
          () -> {
            double[] told =
                Stream.of(load.await(TrafficLoad.END).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            run.put(row, "write seconds", told[0]);
            run.put(row, "KV MB/s to a store", told[1]);
          });
    }
  }

  /** What goes on beside the traffic; the traffic ends with it. */
  private interface Beside {
    void run() throws IOException, InterruptedException;
  }

  private void stream(Run run, String row, TrafficClient client, Beside beside)
      throws IOException, InterruptedException {
    Traffic reading =
        new Traffic("reads", rate(reads), number -> client.read(number * 7 % handles()));
    // Each writes a row of its own, as rows that meet would wait for each other and not for a load.
    Traffic writing =
        new Traffic("writes", rate(writes), number -> client.write(number % handles()));
    try (reading;
        writing) {
      beside.run();
    }
    reading.latencies().putInto(run, row, "read");
    writing.latencies().putInto(run, row, "write");
    run.put(row, "failed", reading.failures() + writing.failures());
  }
}
