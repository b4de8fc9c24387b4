package io.thunderhead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a Java process took, from its start to its end.
 *
 * @param processorSeconds of all its threads, the compiler's and the collector's included
 */
record MeasuredProcess(double seconds, double processorSeconds) {
  private static final double NANOS = 1e9;
  private static final long LOOK_MILLIS = 10;
  private static final long TIMEOUT_MINUTES = 60;

  /**
   * Runs a class with this process's class path.
   *
   * @param jvm arguments of the JVM besides those of this one
   * @throws IllegalStateException when it fails; the message has the end of what it printed
   */
  static MeasuredProcess run(String main, List<String> jvm, List<String> arguments)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("process", ".log");
    try {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(Child.command(main, jvm, arguments))
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      // A process that has ended tells its time no longer.
      Duration processor = Duration.ZERO;
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        processor = process.info().totalCpuDuration().orElse(processor);
        if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(TIMEOUT_MINUTES)) {
          process.destroyForcibly();
        }
      }
      double seconds = (System.nanoTime() - start) / NANOS;
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with code %d: %s".formatted(main, process.exitValue(), tail(printed)));
      }
      return new MeasuredProcess(seconds, processor.toNanos() / NANOS);
    } finally {
      Files.delete(printed);
    }
  }

  private static String tail(Path printed) throws IOException {
    List<String> lines = Files.readAllLines(printed);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }
}
