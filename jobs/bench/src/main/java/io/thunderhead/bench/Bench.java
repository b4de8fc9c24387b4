package io.thunderhead.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry of the benchmarks: {@code bench encode}, {@code bench readers}, {@code bench parquet},
 * {@code bench sql}, {@code bench sst}, {@code bench traffic}, {@code bench conflicts}, {@code
 * bench load} and {@code bench logical}.
 */
@Command(
    name = "bench",
    description =
        "Measures the encoder, the readers, SSTs, loads and what others feel of them, and writes the figures down.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ConflictsBench.class,
      EncodeBench.class,
      LoadBench.class,
      LogicalBench.class,
      ParquetReaderBenchmark.class,
      ReadersBench.class,
      SqlReaderBench.class,
      SstBench.class,
      TrafficBench.class
    })
public final class Bench {
  private Bench() {}

  /** Runs one benchmark and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one benchmark. */
  static int run(String... args) {
    return new CommandLine(new Bench()).execute(args);
  }
}
