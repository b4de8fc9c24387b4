package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thunderhead.job.Thunderhead;
import io.thunderhead.load.TableReader;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads from a running server into an embedded cluster, and where replication goes on. */
class LiveSourceTest {
  private static final int KEYS = Integer.getInteger("sql-it.live-rows", 20_000);

  private static MariaDb server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDb.withBinlog();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeDatabase() throws Exception {
    server.run("DROP DATABASE IF EXISTS d; CREATE DATABASE d");
  }

  @Test
  void tellsDmThePlaceWhereTheLoadedRowsEnd() throws Exception {
    makeAccounts();
    try (MiniCluster cluster = MiniCluster.builder().start()) {
      try (Writers writers = new Writers(server, 3, KEYS)) {
        await().until(() -> writers.commits() > 100);
        long before = writers.commits();
        assertThat(
                load(
                    cluster,
                    "--from-chunk-size",
                    "1",
                    "--from-connections",
                    "3",
                    "--dm-task",
                    folder.toString(),
                    "--keep-staged"))
            .isZero();
        // The binlog goes on behind the place by more than what one commit wrote.
        await().until(() -> writers.commits() > before + 200);
      }
      assertThat(verify(cluster, "--source", staged(), "--time-zone", "UTC"))
          .as("what was staged is of the moment of the load, whatever was written since")
          .isZero();
      assertThat(verify(cluster, "--mysql", server.address(), "--rechecks", "0"))
          .as("the source has moved on")
          .isEqualTo(5);
      JsonNode task = new YAMLMapper().readTree(folder.resolve("dm-task.yaml").toFile());
      JsonNode meta = task.path("mysql-instances").path(0).path("meta");
      Path binlog = server.data().resolve(meta.path("binlog-name").asText());
      long position = meta.path("binlog-pos").asLong();

      Replay replay = loaded(cluster);
      assertThat(sum(replay)).as("one moment for all tables and connections").isZero();
      replay.run(binlog, position);
      assertThat(replay.lines("d.a")).isEqualTo(server.rows("SELECT * FROM d.a ORDER BY id"));
      assertThat(replay.lines("d.b")).isEqualTo(server.rows("SELECT * FROM d.b ORDER BY id"));
      requireNoOtherPlaceFits(cluster, binlog, position);
    }
  }

  /** One event earlier makes a change twice, one later leaves a change out. */
  private static void requireNoOtherPlaceFits(MiniCluster cluster, Path binlog, long position)
      throws Exception {
    List<Replay.Place> places = Replay.places(binlog);
    assertThat(places).extracting(Replay.Place::position).contains(position);
    List<Long> rows =
        places.stream().filter(Replay.Place::withRows).map(Replay.Place::position).toList();
    long earlier = rows.stream().filter(p -> p < position).reduce((a, b) -> b).orElseThrow();
    long first = rows.stream().filter(p -> p >= position).findFirst().orElseThrow();
    for (long wrong : List.of(earlier, first + 1)) {
      Replay replay = loaded(cluster);
      assertThatThrownBy(
              () -> {
                replay.run(binlog, wrong);
                assertThat(replay.lines("d.a"))
                    .isEqualTo(server.rows("SELECT * FROM d.a ORDER BY id"));
                assertThat(replay.lines("d.b"))
                    .isEqualTo(server.rows("SELECT * FROM d.b ORDER BY id"));
              })
          .isInstanceOfAny(IllegalStateException.class, AssertionError.class);
    }
  }

  private static void makeAccounts() throws Exception {
    server.run(
        "CREATE TABLE d.a (id BIGINT PRIMARY KEY, n INT NOT NULL, v VARCHAR(200)); CREATE TABLE d.b (id BIGINT PRIMARY KEY, n INT NOT NULL);");
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      for (String sql :
          List.of(
              "INSERT INTO d.a VALUES (?, 0, REPEAT('x', 150))", "INSERT INTO d.b VALUES (?, 0)")) {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
          for (int i = 0; i < KEYS; i++) {
            insert.setLong(1, i);
            insert.addBatch();
          }
          insert.executeBatch();
        }
      }
      connection.commit();
    }
    server.run("ANALYZE TABLE d.a, d.b");
  }

  private static Replay loaded(MiniCluster cluster) {
    Replay replay = new Replay();
    for (String table : List.of("d.a", "d.b")) {
      read(cluster, table).forEach(row -> replay.put(table, row));
    }
    return replay;
  }

  private static long sum(Replay replay) {
    return Stream.of("d.a", "d.b")
        .flatMap(table -> replay.lines(table).stream())
        .mapToLong(line -> Long.parseLong(line.split(",")[1]))
        .sum();
  }

  private static List<List<String>> read(MiniCluster cluster, String table) {
    return TableReader.read(
            LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", table)), 10_000_000)
        .rows();
  }

  private int load(MiniCluster cluster, String... more) {
    List<String> command = new ArrayList<>(List.of("import", "--from-mysql", server.address()));
    command.addAll(List.of("--pd", cluster.pdAddress(), "--tidb", cluster.tidbAddress()));
    command.addAll(List.of("--job-dir", "none", "--staging", staging().toString()));
    command.addAll(List.of(more));
    return Thunderhead.run(command.toArray(String[]::new));
  }

  private int verify(MiniCluster cluster, String... source) {
    List<String> command = new ArrayList<>(List.of("verify", "--pd", cluster.pdAddress()));
    command.addAll(List.of("--tables", "d.*"));
    command.addAll(List.of(source));
    return Thunderhead.run(command.toArray(String[]::new));
  }

  private String staged() throws IOException {
    try (Stream<Path> folders = Files.list(staging())) {
      return folders.findFirst().orElseThrow().toString();
    }
  }

  private Path staging() {
    return folder.resolve("staging");
  }

  @Test
  void readsEveryValueAsItIsStored() throws Exception {
    server.run(
        "SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'; SET time_zone = '+00:00'; CREATE TABLE d.t (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, de DECIMAL(30,10), f FLOAT, d DOUBLE, b BIT(9), y YEAR, da DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME(2), c CHAR(5), s TEXT, bi BINARY(4), bl BLOB, e ENUM('a','it''s','2'), se SET('x','y','z'), la VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_bin, `od``d, name` INT, g INT AS (`od``d, name` + 1) STORED);"
            + "INSERT INTO d.t (id, de, f, d, b, y, da, dt, ts, ti, c, s, bi, bl, e, se, la, `od``d, name`) VALUES"
            + " (18446744073709551615, -12345678901234567890.0123456789, 16777215, 1e308, 5, 2024, '0000-00-00', '2024-02-29 23:59:59.123456', '2038-01-19 03:14:07.999', '-838:59:59', 'x\\\\', 'a''b\\\\c{fn now()}?\\n\\r\\t\\0\\Z \u00e9\ud83d\ude00\"', x'00ff2700', x'5c00271a0d0a', 'it''s', 'x,z', '\u00e9\u00fc', 7),"
            + " (0, 0, 1.17549e-38, -0.1, b'111111111', 0, '2024-02-31', '0000-00-00 00:00:00', '1970-01-01 00:00:01', '838:59:59', '', '', '', '', '', '', '', NULL),"
            + " (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
            + "UPDATE d.t SET e = 'a' WHERE id = 0");
    server.run("CREATE TABLE d.empty (id INT PRIMARY KEY, v INT)");
    try (MiniCluster cluster = MiniCluster.builder().start()) {
      assertThat(load(cluster)).isZero();
      List<List<String>> rows = read(cluster, "d.t");
      assertThat(rows).hasSize(3);
      assertThat(rows.get(0))
          .containsExactly(
              "18446744073709551615",
              "-12345678901234567890.0123456789",
              "16777215",
              "1" + "0".repeat(308),
              "5",
              "2024",
              "0000-00-00",
              "2024-02-29 23:59:59.123456",
              "2038-01-19 03:14:07.999",
              "-838:59:59.00",
              "x\\",
              "a'b\\c{fn now()}?\n\r\t\0\u001a \u00e9\ud83d\ude00\"",
              "0x00FF2700",
              "0x5C00271A0D0A",
              "it's",
              "x,z",
              "\u00e9\u00fc",
              "7",
              "8");
      List<String> zeros = rows.get(1);
      assertThat(zeros)
          .startsWith("0", "0.0000000000")
          .contains("511", "2024-02-31", "838:59:59.00");
      assertThat(Float.parseFloat(zeros.get(2))).isEqualTo(1.17549e-38f);
      assertThat(Double.parseDouble(zeros.get(3))).isEqualTo(-0.1);
      assertThat(zeros.get(7)).startsWith("0000-00-00 00:00:00");
      assertThat(zeros.get(8)).startsWith("1970-01-01 00:00:01");
      assertThat(rows.get(2)).startsWith("5").filteredOn(value -> value != null).hasSize(1);
      assertThat(read(cluster, "d.empty")).isEmpty();
      assertThat(verify(cluster, "--mysql", server.address())).isZero();
      server.run("UPDATE d.t SET bl = x'5c00271a0d0b' WHERE id > 9");
      assertThat(verify(cluster, "--mysql", server.address(), "--rechecks", "0"))
          .as("one byte")
          .isEqualTo(5);
      assertThat(staging()).isEmptyDirectory();
    }
  }
}
