package io.thunderhead.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3Proxy in a JVM of its own: an S3 server that keeps buckets as folders and checks signatures.
 */
final class S3Process implements AutoCloseable {
  private static final Pattern STARTED =
      Pattern.compile("Started \\S*Connector.*\\{127\\.0\\.0\\.1:(\\d+)}");

  private final Process process;
  private final Path buckets;
  private final int port;

  /**
   * Starts the server and waits until it serves.
   *
   * @param folder for its settings and its buckets
   */
  S3Process(Path folder, String accessKey, String secretKey) throws IOException {
    buckets = Files.createDirectories(folder.resolve("buckets"));
    Path settings = folder.resolve("s3proxy.conf");
    Files.writeString(
        settings,
        String.join(
            "\n",
            "s3proxy.endpoint=http://127.0.0.1:0",
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + accessKey,
            "s3proxy.credential=" + secretKey,
            "jclouds.provider=filesystem-nio2",
            "jclouds.identity=local",
            "jclouds.credential=local",
            "jclouds.filesystem.basedir=" + buckets));
    Path log = folder.resolve("logback.xml");
    Files.writeString(
        log,
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
    process = start(settings, log);
    port = awaitPort(process.inputReader(StandardCharsets.UTF_8));
  }

  private static Process start(Path settings, Path log) throws IOException {
    Path classpath = Path.of(System.getProperty("s3proxy.classpath.file"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "-Dlogback.configurationFile=" + log,
            "-cp",
            Files.readString(classpath).strip(),
            "org.gaul.s3proxy.Main",
            "--properties",
            settings.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Reads the log up to the port, and drains the rest of it so that the server never blocks. */
  private int awaitPort(BufferedReader log) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread drain = new Thread(() -> drain(log), "s3proxy log");
        drain.setDaemon(true);
        drain.start();
        return Integer.parseInt(started.group(1));
      }
      seen.append(line).append('\n');
    }
    throw new IOException("s3proxy ended before it served:\n" + seen);
  }

  private static void drain(BufferedReader log) {
    try {
      log.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The server has ended.
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return port;
  }

  /** Returns the folder of a bucket. */
  Path bucket(String name) {
    return buckets.resolve(name);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
