package io.thunderhead.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts a JVM whose classpath is Spark and what a test adds, and waits for its end. */
final class Jvm implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 15;

  /** For processes that end before much is worth compiling well. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final Thread reader;
  private final Queue<String> output = new ConcurrentLinkedQueue<>();

  private Jvm(Process process, Consumer<String> lines) {
    this.process = process;
    this.reader = new Thread(() -> read(lines), "jvm-output");
    reader.setDaemon(true);
    reader.start();
  }

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

  /** Returns the folder of this module's classes. */
  static Path probes() {
    return Path.of("target", "test-classes").toAbsolutePath();
  }

  /** Returns the jar that a class comes from. */
  static Path jarOf(Class<?> of) {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** Returns Spark's own jars. */
  static List<Path> sparkJars() throws IOException {
    String classpath = Files.readString(Path.of(System.getProperty("spark.classpath.file")));
    return Arrays.stream(classpath.strip().split(":")).map(Path::of).toList();
  }

  /**
   * Lays Spark's jars out as a distribution does, because its workers look for them there, and
   * returns the environment that leads to it.
   */
  static Map<String, String> distribution(Path folder) throws IOException {
    Path home = folder.resolve("spark-home");
    if (!Files.exists(home)) {
      Files.createDirectories(home.resolve("jars"));
      for (Path jar : sparkJars()) {
        Files.createSymbolicLink(home.resolve("jars").resolve(jar.getFileName()), jar);
      }
    }
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_SCALA_VERSION", System.getProperty("it.scala.version"),
        "SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Runs a main class with Spark and {@code more} on the classpath. */
  static Result run(
      Path folder, List<Path> more, Map<String, String> environment, String... mainAndArguments)
      throws IOException, InterruptedException {
    try (Jvm jvm = start(folder, more, environment, line -> {}, mainAndArguments)) {
      return jvm.result();
    }
  }

  /**
   * Starts a main class likewise; JVM options may come before its name.
   *
   * @param lines takes what it prints, errors among it, on a thread of its own
   */
  static Jvm start(
      Path folder,
      List<Path> more,
      Map<String, String> environment,
      Consumer<String> lines,
      String... mainAndArguments)
      throws IOException {
    List<Path> classpath = new ArrayList<>(more);
    classpath.addAll(sparkJars());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("spark.jvm.flags").split(" ")));
    command.addAll(List.of(SHORT_LIVED.split(" ")));
    command.add("-Xmx1g");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-cp");
    command.add(String.join(":", classpath.stream().map(Path::toString).toList()));
    command.addAll(List.of(mainAndArguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new Jvm(builder.start(), lines);
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
        lines.accept(line);
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
  }

  /** Sends a line to its standard input. */
  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM takes no more lines; it printed " + output(), e);
    }
  }

  /**
   * Kills the process by its id, as the kernel does that is out of memory; returns when it is gone.
   */
  void kill() {
    kill(process.toHandle());
  }

  /** Kills processes that it started, at most so many, and returns how many. */
  int killChildren(int most) {
    List<ProcessHandle> children = process.children().limit(most).toList();
    children.forEach(Jvm::kill);
    return children.size();
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }

  private String output() {
    return String.join("\n", output);
  }

  /** Waits for the end. */
  Result result() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new IOException("no end after minutes; so far:\n" + output());
    }
    reader.join();
    return new Result(process.exitValue(), output());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
