package io.thunderhead.job;

import io.thunderhead.dm.DmEndpoint;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.TableFilter;
import io.thunderhead.snapshot.LiveSnapshot;
import io.thunderhead.sql.SqlServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import picocli.CommandLine.Option;

/** Options for reading from a running MySQL or MariaDB. */
final class LiveOptions {
  private static final String PASSWORD = "THUNDERHEAD_SOURCE_PASSWORD";
  private static final String PORT = ":3306";

  @Option(
      names = "--from-mysql",
      paramLabel = "HOST:PORT",
      description =
          "A running MySQL, MariaDB or Aurora, whose tables are read as they all are at one moment.")
  private String address;

  @Option(
      names = "--from-user",
      defaultValue = "root",
      paramLabel = "NAME",
      description = "The user there; default ${DEFAULT-VALUE}.")
  private String user;

  @Option(
      names = "--from-password-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is the password there; default: the environment variable "
              + PASSWORD
              + ".")
  private String passwordFile;

  @Option(
      names = "--from-connections",
      defaultValue = "4",
      paramLabel = "N",
      description = "Connections that read at once; default ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--from-chunk-size",
      defaultValue = "64",
      paramLabel = "MIB",
      description = "MiB of a table that one query reads; default ${DEFAULT-VALUE}.")
  private int chunkMib;

  @Option(
      names = "--staging",
      paramLabel = "FOLDER",
      description =
          "Folder that driver and executors reach, for the rows on their way; default:"
              + " .thunderhead/staging in the home folder of Hadoop's default file system.")
  private String staging;

  @Option(
      names = "--keep-staged",
      description = "Keeps the staged rows after the load; they are a dump like Dumpling's.")
  private boolean keepsStaged;

  boolean wanted() {
    return address != null;
  }

  boolean keepsStaged() {
    return keepsStaged;
  }

  /** Returns the server, for whom its place in the binlog is told. */
  DmEndpoint endpoint() {
    return new DmEndpoint(server().addresses().get(0), user);
  }

  /**
   * Reads the tables into a new folder.
   *
   * @param needsPlace whether nothing can be done without the place in the binlog
   * @param told takes progress lines
   */
  LiveSnapshot.Staged stage(
      DumpArguments dump, boolean needsPlace, Configuration hadoop, Consumer<String> told) {
    LiveSnapshot.Settings settings =
        new LiveSnapshot.Settings(
            server(),
            new TableFilter(dump.filter(), dump.caseSensitive()),
            connections,
            folder(hadoop),
            Math.max(chunkMib, 1) * (1L << 20),
            needsPlace);
    return new LiveSnapshot(settings, hadoop, told).take();
  }

  private SqlServers server() {
    String host = address.strip().replaceFirst("^(?:jdbc:)?mysql://", "");
    if (!host.matches("[^:/@\\s]+(?::\\d+)?/?")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option from-mysql: expected host:port; user and password go into --from-user and --from-password-file");
    }
    String plain = host.replaceFirst("/$", "");
    return new SqlServers(List.of(plain.contains(":") ? plain : plain + PORT), user, password());
  }

  private String password() {
    if (passwordFile == null) {
      return System.getenv().getOrDefault(PASSWORD, "");
    }
    try (Stream<String> lines = Files.lines(Path.of(passwordFile))) {
      return lines.findFirst().orElse("");
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option from-password-file: %s cannot be read. Check the path.".formatted(passwordFile),
          e);
    }
  }

  /** Each snapshot has a folder of its own. */
  private String folder(Configuration hadoop) {
    String name = "snapshot-" + UUID.randomUUID();
    if (staging != null) {
      return new org.apache.hadoop.fs.Path(staging, name).toString();
    }
    try {
      return new org.apache.hadoop.fs.Path(
              FileSystem.get(hadoop).getHomeDirectory(), ".thunderhead/staging/" + name)
          .toString();
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "Hadoop's default file system cannot be opened (%s). Name a folder with --staging."
              .formatted(e.getMessage()),
          e);
    }
  }
}
