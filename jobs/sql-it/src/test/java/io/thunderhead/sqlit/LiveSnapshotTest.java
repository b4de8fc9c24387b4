package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.route.TableFilter;
import io.thunderhead.snapshot.LiveSnapshot;
import io.thunderhead.sql.SqlServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tables of a running server are cut, and what ends a snapshot. */
class LiveSnapshotTest {
  private static final int ROWS = 3_000;
  private static final int CHUNK_BYTES = 8 << 10;

  private static MariaDb server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = MariaDb.shared();
  }

  @BeforeEach
  void makeDatabase() throws SQLException {
    server.run("DROP DATABASE IF EXISTS snap; CREATE DATABASE snap");
  }

  private LiveSnapshot.Staged take(boolean needsPlace, Consumer<String> told) {
    return new LiveSnapshot(
            new LiveSnapshot.Settings(
                new SqlServers(List.of(server.address()), "root", ""),
                new TableFilter(List.of("snap.*"), false),
                3,
                folder.resolve("staged").toString(),
                CHUNK_BYTES,
                needsPlace),
            new Configuration(),
            told)
        .take();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id BIGINT PRIMARY KEY",
        "id INT, b INT, PRIMARY KEY (b, id)",
        "id VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY",
        "id VARBINARY(40) NOT NULL UNIQUE",
        "id DECIMAL(20,5) PRIMARY KEY",
        "id DATETIME PRIMARY KEY",
        "id VARCHAR(40) CHARACTER SET latin1 PRIMARY KEY",
        "id INT UNIQUE"
      })
  void putsEveryRowIntoOneRange(String columns) throws Exception {
    server.run("CREATE TABLE snap.t (" + columns + ", pad VARCHAR(99))");
    String id =
        columns.contains("DATETIME")
            ? "'2024-01-01' + INTERVAL seq MINUTE"
            : columns.contains("VAR")
                ? "CONCAT('\\'\\\\%', seq, CHAR(seq MOD 90 + 33))"
                : "seq * seq";
    server.run(
        "USE snap; INSERT INTO t (id, %s pad) SELECT %s, %s REPEAT('p', 90) FROM seq_1_to_%d; ANALYZE TABLE snap.t"
            .formatted(
                columns.contains("b INT") ? "b," : "",
                id,
                columns.contains("b INT") ? "seq MOD 7," : "",
                ROWS));
    LiveSnapshot.Staged staged = take(false, line -> {});
    assertThat(staged.rows())
        .containsExactly(java.util.Map.entry(new TableName("snap", "t"), (long) ROWS));
    assertThat(staged.place()).isNull();
    List<Path> files = dataFiles();
    boolean uncut = columns.contains("latin1") || columns.equals("id INT UNIQUE");
    assertThat(files.size()).matches(count -> uncut ? count == 1 : count >= 3);
    assertThat(files.stream().flatMap(LiveSnapshotTest::rowLines))
        .hasSize(ROWS)
        .doesNotHaveDuplicates();
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("staged"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("snap\\.t\\.\\d+\\.sql"))
          .toList();
    }
  }

  private static Stream<String> rowLines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("("))
          .map(line -> line.replaceAll("[,;]$", ""));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endsWithItsConnections() throws Exception {
    server.run("CREATE TABLE snap.t (id INT PRIMARY KEY); INSERT INTO snap.t VALUES (1)");
    failsWith(
        ErrorCode.SOURCE_UNREADABLE,
        "A snapshot ends with its connections",
        () -> {
          for (String id :
              server.rows(
                  "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND command <> 'Daemon'")) {
            server.run("KILL " + id);
          }
        });
  }

  @Test
  void failsWhenATableIsChangedBehindIt() throws Exception {
    server.run("CREATE TABLE snap.t (id INT PRIMARY KEY); INSERT INTO snap.t VALUES (1)");
    failsWith(
        ErrorCode.SOURCE_CHANGED,
        "its definition was changed",
        () -> server.run("ALTER TABLE snap.t ADD COLUMN more INT FIRST, ALGORITHM=COPY"));
  }

  private interface Step {
    void run() throws SQLException;
  }

  /** Does something as soon as the snapshot has begun. */
  private void failsWith(ErrorCode code, String message, Step step) {
    assertThatThrownBy(
            () ->
                take(
                    false,
                    line -> {
                      if (line.startsWith("snapshot of")) {
                        try {
                          step.run();
                        } catch (SQLException e) {
                          throw new AssertionError(e);
                        }
                      }
                    }))
        .isInstanceOfSatisfying(LoadException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesWhatNoSnapshotHolds() throws Exception {
    server.run("CREATE TABLE snap.t (id INT PRIMARY KEY) ENGINE=MyISAM");
    refuses(ErrorCode.UNSUPPORTED, "snap.t of the source is of engine MyISAM");
    server.run("DROP TABLE snap.t; CREATE TABLE snap.t (id INT PRIMARY KEY, p POINT)");
    refuses(ErrorCode.UNSUPPORTED, "column `p` of table snap.t is of type point");
    server.run("DROP TABLE snap.t; CREATE TABLE snap.`a/b` (id INT)");
    refuses(ErrorCode.UNSUPPORTED, "snap.a/b of the source cannot be staged");
    server.run("DROP TABLE snap.`a/b`");
    refuses(ErrorCode.SOURCE_UNREADABLE, "has no table that the filter takes");
  }

  @Test
  void tellsThatASourceWithoutBinlogCannotBeFollowed() throws Exception {
    server.run("CREATE TABLE snap.t (id INT PRIMARY KEY)");
    assertThatThrownBy(() -> take(true, line -> {}))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("log_bin is off");
  }

  private void refuses(ErrorCode code, String message) {
    assertThatThrownBy(() -> take(false, line -> {}))
        .isInstanceOfSatisfying(LoadException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
