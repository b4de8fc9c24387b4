package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.TableFilter;
import io.thunderhead.snapshot.LiveSnapshot;
import io.thunderhead.sql.SqlServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots by users who may do less than all, as on RDS and Aurora. */
class SourceGrantsTest {
  private static MariaDb server;

  private final List<String> told = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDb.withGrants();
    server.run(
        "CREATE DATABASE g; CREATE TABLE g.a (id INT PRIMARY KEY, v INT); CREATE TABLE g.b (id INT PRIMARY KEY, v INT); INSERT INTO g.a VALUES (1, 1), (2, 2); INSERT INTO g.b VALUES (3, 3)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeUser() throws SQLException {
    server.run("DROP USER IF EXISTS 'u'@'%'; CREATE USER 'u'@'%'");
  }

  private void grant(String... grants) throws SQLException {
    for (String each : grants) {
      server.run("GRANT " + each + " TO 'u'@'%'");
    }
  }

  private LiveSnapshot.Staged take(int connections, boolean needsPlace) {
    return new LiveSnapshot(
            new LiveSnapshot.Settings(
                new SqlServers(List.of(server.address()), "u", ""),
                new TableFilter(List.of("g.*"), false),
                connections,
                folder.resolve("staged").toString(),
                LiveSnapshot.Settings.CHUNK_BYTES,
                needsPlace),
            new Configuration(),
            told::add)
        .take();
  }

  private static long rows(LiveSnapshot.Staged staged) {
    return staged.rows().values().stream().mapToLong(Long::longValue).sum();
  }

  private void refuses(int connections, boolean needsPlace, String... message) {
    assertThatThrownBy(() -> take(connections, needsPlace))
        .isInstanceOfSatisfying(
            LoadException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
              assertThat(e.getMessage()).contains(message).doesNotContain("\n");
            });
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void locksAllTablesWhereItMay() throws SQLException {
    grant("RELOAD, REPLICATION CLIENT ON *.*", "SELECT ON g.*");
    LiveSnapshot.Staged staged = take(2, true);
    assertThat(rows(staged)).isEqualTo(3);
    assertThat(staged.place().position()).isNotEmpty();
    assertThat(told).anyMatch(line -> line.contains(" by FLUSH TABLES WITH READ LOCK"));
  }

  @Test
  void locksTheTablesThatItReadsWithoutReload() throws SQLException {
    grant("REPLICATION CLIENT ON *.*", "SELECT, LOCK TABLES ON g.*");
    LiveSnapshot.Staged staged = take(2, true);
    assertThat(rows(staged)).isEqualTo(3);
    assertThat(staged.place().position())
        .isEqualTo(server.rows("SHOW MASTER STATUS").get(0).split(",")[1]);
    assertThat(told).anyMatch(line -> line.contains(" by LOCK TABLES"));
    server.run("INSERT INTO g.a VALUES (9, 9); DELETE FROM g.a WHERE id = 9");
  }

  @Test
  void needsALockOnlyForSeveralConnectionsOrAPlace() throws SQLException {
    grant("REPLICATION CLIENT ON *.*", "SELECT ON g.*");
    refuses(2, false, "RELOAD", "LOCK TABLES", "--from-connections 1", server.address());
    refuses(1, true, "RELOAD", "without --dm-task");
    LiveSnapshot.Staged staged = take(1, false);
    assertThat(rows(staged)).isEqualTo(3);
    assertThat(staged.place()).isNull();
    assertThat(told).anyMatch(line -> line.contains("without a lock"));
  }

  @Test
  void tellsNoPlaceWithoutTheRightToIt() throws SQLException {
    grant("RELOAD ON *.*", "SELECT ON g.*");
    refuses(2, true, "dm-task", "REPLICATION CLIENT", "error 1227");
    assertThat(take(2, false).place()).isNull();
    assertThat(told).anyMatch(line -> line.contains("may not ask the source"));
  }

  @Test
  void readsAllColumnsOfATableOrNone() throws SQLException {
    grant("RELOAD ON *.*", "SELECT ON g.a", "INSERT ON g.b");
    refuses(2, false, "all columns of table g.b", "Grant SELECT", "--filter '!g.b'");
    grant("SELECT (id) ON g.b");
    refuses(2, false, "all columns of table g.b", "Grant SELECT");
  }

  @Test
  void tellsAUserWhoMayNotLogIn() throws SQLException {
    server.run("ALTER USER 'u'@'%' IDENTIFIED BY 'secret'");
    refuses(2, false, "logging in as 'u'", "--from-user", "error 1045");
  }
}
