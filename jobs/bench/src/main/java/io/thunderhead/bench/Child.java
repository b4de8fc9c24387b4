package io.thunderhead.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process with this one's class path and settings, which ends with its standard input. */
final class Child implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final Process process;
  private final BufferedReader lines;

  Child(String main, List<String> arguments) throws IOException {
    process =
        new ProcessBuilder(command(main, List.of(), arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Returns the command of such a process, with more arguments of the JVM. */
  static List<String> command(String main, List<String> jvm, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agent"))
        .forEach(command::add);
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return command;
  }

  /** Returns the processor seconds that the process took so far. */
  double processorSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS;
  }

  /**
   * Reads lines until one begins so, and returns the rest of it.
   *
   * @throws IllegalStateException when the process ends before it says so
   */
  String await(String begin) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(begin)) {
        return line.substring(begin.length()).strip();
      }
    }
    throw new IllegalStateException("a process ended without a line of '" + begin + "'");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
