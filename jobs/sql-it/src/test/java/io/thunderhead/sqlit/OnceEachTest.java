package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.logical.BatchWriter;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.RowStatement;
import io.thunderhead.source.SourceRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each row takes effect once, in a table whose key would not tell a second time. */
class OnceEachTest {
  private MariaDb server;

  @BeforeEach
  void makeTable() throws Exception {
    server = MariaDb.shared();
    server.run(
        "CREATE DATABASE IF NOT EXISTS d; DROP TABLE IF EXISTS d.t; CREATE TABLE d.t (id BIGINT NOT NULL, v VARCHAR(20), KEY (id))");
  }

  /** Returns what brings the rows. */
  RowStatement statement() {
    return RowStatement.AUTO;
  }

  private LoadByPart load(String address, long mostBad) {
    return new LoadByPart(server, address, "t", ConflictStrategy.ERROR, mostBad, statement());
  }

  private void requireEach(long rows) throws Exception {
    assertThat(server.rows("SELECT COUNT(*), COUNT(DISTINCT id), SUM(id) FROM d.t"))
        .containsExactly("%d,%d,%d".formatted(rows, rows, rows * (rows + 1) / 2));
  }

  @Test
  void writesEveryRowOnce() throws Exception {
    LoadByPart load = load(server.address(), 0);
    BatchWriter.Result result = load.write(12);
    assertThat(result.rows()).isEqualTo(12);
    requireEach(12);
    assertThat(load.ledger.totals().loaded()).isEqualTo(12);
  }

  @Test
  void writesNothingAgainWhenTheTaskRunsAgain() throws Exception {
    LoadByPart load = load(server.address(), 0);
    load.write(70);
    load.write(70);
    requireEach(70);
  }

  @Test
  void goesOnWhereTheTaskBeforeDied() throws Exception {
    LoadByPart load = load(server.address(), 0);
    try (BatchWriter writer = load.writer()) {
      LoadByPart.feed(writer, 1, 120);
    }
    assertThat(server.count("SELECT COUNT(*) FROM d.t")).isEqualTo(100);
    load.write(170);
    requireEach(170);
  }

  @Test
  void bothAttemptsAtOnceWriteEachRowOnce() throws Exception {
    LoadByPart load = load(server.address(), 0);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<BatchWriter.Result>> attempts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        attempts.add(threads.submit(() -> load.write(5_000)));
      }
      for (Future<BatchWriter.Result> each : attempts) {
        assertThat(each.get(60, TimeUnit.SECONDS).rows()).isEqualTo(5_000);
      }
    } finally {
      threads.shutdownNow();
    }
    requireEach(5_000);
    assertThat(load.ledger.totals().done()).isEqualTo(5_000);
  }

  @Test
  void looksIntoTheLedgerWhenACommitIsCutOff() throws Exception {
    for (boolean delivered : new boolean[] {true, false}) {
      makeTable();
      try (CutProxy proxy = new CutProxy(server.port(), 3, delivered)) {
        LoadByPart load = load(proxy.address(), 0);
        BatchWriter.Result result = load.write(1_000);
        assertThat(result.retries()).isPositive();
        assertThat(proxy.cuts()).isGreaterThan(4);
        requireEach(1_000);
      }
    }
  }

  @Test
  void goesOnWhenSessionsAreKilled() throws Exception {
    LoadByPart load = load(server.address(), 0);
    try (Connection killer = server.connect();
        Statement statement = killer.createStatement();
        BatchWriter writer = load.writer()) {
      for (int i = 0; i < 10; i++) {
        LoadByPart.feed(writer, i * 100 + 1, i * 100 + 100);
        killOthers(statement);
      }
      assertThat(writer.finish().retries()).isPositive();
    }
    requireEach(1_000);
  }

  private static void killOthers(Statement statement) throws SQLException {
    List<String> others = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "SELECT id FROM information_schema.processlist WHERE db IS NULL AND user = 'root' AND id <> CONNECTION_ID()")) {
      while (found.next()) {
        others.add(found.getString(1));
      }
    }
    for (String id : others) {
      try {
        statement.execute("KILL " + id);
      } catch (SQLException e) {
        assertThat(e.getErrorCode()).as("no such thread").isEqualTo(1094);
      }
    }
  }

  @Test
  void waitsForLocksAndSurvivesDeadlocks() throws Exception {
    server.run("DROP TABLE d.t; CREATE TABLE d.t (id BIGINT PRIMARY KEY, v VARCHAR(20))");
    LoadByPart load = new LoadByPart(server, server.address(), "t", ConflictStrategy.REPLACE, 0);
    try (Connection other = server.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO d.t VALUES (55, 'mine')");
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        Future<BatchWriter.Result> writing = thread.submit(() -> load.write(100));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    server.count("SELECT COUNT(*) FROM information_schema.innodb_lock_waits") > 0);
        // It holds rows 51 to 54 and wants 55, which is ours; now we want 52.
        tryRun(statement, "INSERT INTO d.t VALUES (52, 'mine')");
        other.rollback();
        assertThat(writing.get(60, TimeUnit.SECONDS).rows()).isEqualTo(100);
      } finally {
        thread.shutdownNow();
      }
    }
    assertThat(server.count("SELECT COUNT(*) FROM d.t WHERE id <= 100")).isEqualTo(100);
  }

  private static void tryRun(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).as("deadlock or lock wait").isIn(1213, 1205);
    }
  }

  @Test
  void refusesOtherRowsThanThoseThatWereWritten() {
    LoadByPart load = load(server.address(), 0);
    load.write(60);
    try (BatchWriter writer = load.writer()) {
      SourceRow row = new SourceRow();
      assertThatThrownBy(
              () -> {
                for (long i = 60; i > 0; i--) {
                  writer.write(LoadByPart.row(row, i, String.valueOf(i), "v" + i));
                }
                writer.finish();
              })
          .isInstanceOfSatisfying(
              LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    }
  }

  @Test
  void setsRefusedRowsAsideAlsoWhenTheTaskRunsAgain() throws Exception {
    server.run("ALTER TABLE d.t ADD CHECK (v <> 'v77')");
    LoadByPart load = load(server.address(), 5);
    load.write(130);
    assertThat(load.bad).containsExactly("part.csv:77");
    List<String> again = new ArrayList<>();
    try (BatchWriter writer = load.writer(again)) {
      LoadByPart.feed(writer, 1, 130);
      writer.finish();
    }
    assertThat(again).containsExactly("part.csv:77");
    assertThat(load.ledger.totals().loaded()).isEqualTo(129);
    assertThat(server.count("SELECT COUNT(*) FROM d.t")).isEqualTo(129);
  }

  @Test
  void writesNothingOfAJobThatIsSuspendedUntilItGoesOn() throws Exception {
    LoadByPart load = load(server.address(), 1);
    server.run("ALTER TABLE d.t ADD CHECK (id <> 7)");
    try (BatchWriter writer = load.writer()) {
      LoadByPart.feed(writer, 1, 99);
      assertThat(load.ledger.suspend().loaded()).isEqualTo(49);
      assertThat(load.ledger.suspend().loaded()).as("a second time").isEqualTo(49);
      assertThatThrownBy(writer::finish)
          .isInstanceOfSatisfying(
              LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_REFUSED));
    }
    assertThat(server.count("SELECT COUNT(*) FROM d.t")).isEqualTo(49);
    assertThat(load.ledger.isBegun()).isTrue();
    load.proceed();
    assertThat(load.write(170).rows()).isEqualTo(170);
    assertThat(load.bad).as("row 7, told by each task").hasSize(1);
    assertThat(server.rows("SELECT COUNT(*), COUNT(DISTINCT id) FROM d.t"))
        .containsExactly("169,169");
    assertThat(load.ledger.totals().done()).isEqualTo(170);
  }

  @Test
  void writesNothingOfAJobThatHasEnded() throws Exception {
    LoadByPart load = load(server.address(), 0);
    try (BatchWriter writer = load.writer()) {
      LoadByPart.feed(writer, 1, 60);
      load.ledger.end();
      assertThatThrownBy(writer::finish)
          .isInstanceOfSatisfying(
              LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_REFUSED));
    }
    assertThat(server.count("SELECT COUNT(*) FROM d.t")).isEqualTo(50);
  }
}
