package io.thunderhead.bench;

import java.nio.file.Path;

/** Runs a benchmark on little, with its figures in a folder. */
final class QuickBench {
  private QuickBench() {}

  static int run(Path folder, String benchmark, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = benchmark;
    arguments[1] = "--quick";
    arguments[2] = "--results";
    arguments[3] = folder.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Bench.run(arguments);
  }
}
