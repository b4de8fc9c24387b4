package io.thunderhead.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts a JVM whose classpath is Spark and what a test adds, and waits for its end. */
final class Jvm {
  private static final long PATIENCE_MINUTES = 5;

  private Jvm() {}

  /**
   * What a JVM did.
   *
   * @param output what it printed, errors among it
   */
  record Result(int exitCode, String output) {}

  /** Returns a shipped jar by the system property that names it. */
  static Path shipped(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }

  /** Returns Spark's own jars. */
  static List<Path> sparkJars() throws IOException {
    String classpath = Files.readString(Path.of(System.getProperty("spark.classpath.file")));
    return Arrays.stream(classpath.strip().split(":")).map(Path::of).toList();
  }

  /** Runs a main class with Spark and {@code more} on the classpath. */
  static Result run(
      Path folder, List<Path> more, Map<String, String> environment, String... mainAndArguments)
      throws IOException, InterruptedException {
    List<Path> classpath = new ArrayList<>(more);
    classpath.addAll(sparkJars());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("spark.jvm.flags").split(" ")));
    command.add("-Xmx1g");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-cp");
    command.add(String.join(":", classpath.stream().map(Path::toString).toList()));
    command.addAll(List.of(mainAndArguments));
    Path output = Files.createTempFile(folder, "jvm", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("no end after minutes; so far:\n" + Files.readString(output));
    }
    return new Result(process.exitValue(), Files.readString(output));
  }
}
