package io.thunderhead.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry of the benchmarks: {@code bench encode}, {@code bench readers}, {@code bench parquet},
 * {@code bench sql}, {@code bench sst} and {@code bench traffic}.
 */
@Command(
    name = "bench",
    description =
        "Measures the encoder, the readers, the SST writer and what others feel of a load, and"
            + " writes the figures down.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EncodeBench.class,
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
