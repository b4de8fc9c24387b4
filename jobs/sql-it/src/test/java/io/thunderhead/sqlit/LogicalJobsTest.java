package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thunderhead.job.Thunderhead;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads by SQL are jobs: shown, cancelled, gone on with, taken back; no row lost or doubled. */
class LogicalJobsTest {
  private static final int ROWS = 9_000;
  private static final Duration LONG = Duration.ofMinutes(3);

  private MariaDb server;
  private ProcessHandle driver;

  @TempDir private Path folder;

  @BeforeEach
  void makeTable() throws Exception {
    server = MariaDb.shared();
    server.run(
        "CREATE DATABASE IF NOT EXISTS d; DROP TABLE IF EXISTS d.j; DROP DATABASE IF EXISTS jl;"
            + "CREATE TABLE d.j (id BIGINT NOT NULL, v VARCHAR(20))");
    StringBuilder csv = new StringBuilder("id,v\n");
    for (int i = 1; i <= ROWS; i++) {
      csv.append(i).append(",row ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  @AfterEach
  void stopDriver() {
    if (driver != null) {
      driver.destroyForcibly();
    }
  }

  /** A load that takes longer than a test may, unless it goes on faster. */
  private String[] slow(String... more) {
    List<String> all =
        new ArrayList<>(List.of("import", "--tidb", server.address(), "--table", "d.j"));
    all.addAll(List.of("--csv", folder.resolve("rows.csv").toString(), "--job-dir", jobs()));
    all.addAll(List.of("--logical-import-rate", "100", "--logical-import-batch-rows", "20"));
    all.addAll(List.of("--task-info-schema-name", "jl"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String jobs() {
    return folder.resolve("jobs").toString();
  }

  private CommandRun ofJob(String command, String... more) {
    return CommandRun.of(
        Stream.of(new String[] {command, "--job-dir", jobs()}, more)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  private Job job() {
    List<Job> all = JobStore.in(jobs(), new Configuration()).jobs();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private String id() {
    return String.valueOf(job().id());
  }

  private long count() throws Exception {
    return server.count("SELECT COUNT(*) FROM d.j");
  }

  private void goesOnToTheEnd() throws Exception {
    long before = count();
    CommandRun run = ofJob("import", "--job-id", id(), "--logical-import-rate", "0");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(before).isLessThan(ROWS);
    assertThat(server.rows("SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM d.j"))
        .containsExactly("%1$d,%1$d,%1$d".formatted(ROWS));
    assertThat(job().status()).isEqualTo(JobStatus.FINISHED);
    assertThat(job().importedRows()).isEqualTo(ROWS);
    assertThat(server.rows("SELECT * FROM jl.thunderhead_parts_v2")).isEmpty();
    assertThat(ofJob("import", "--job-id", id()).error()).contains("has finished");
  }

  @Test
  void losesAndDoublesNoRowWhenItIsKilledThenCancelledThenGoesOn() throws Exception {
    CommandRun run = CommandRun.of(slow("--backend", "auto", "--detached"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("backend tidb was chosen", "no PD is given");
    driver = ProcessHandle.of(Long.parseLong(told(run, "process (\\d+),"))).orElseThrow();
    await().atMost(LONG).until(() -> job().importedRows() > 0);
    assertThat(ofJob("jobs", "--csv").out())
        .contains(told(run, "Job_ID (\\d+)"), "\"running\"", "\"importing\"");
    driver.destroyForcibly();
    driver.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
    long killed = count();

    CompletableFuture<Integer> again =
        CompletableFuture.supplyAsync(
            () ->
                Thunderhead.run(
                    "import", "--job-dir", jobs(), "--job-id", id(), "--backend", "auto"));
    await().atMost(LONG).until(() -> count() > killed);
    CommandRun cancel = ofJob("cancel", id());
    long left = count();
    assertThat(cancel.exitCode()).as(cancel.err()).isZero();
    assertThat(cancel.out())
        .contains("%,d rows are committed in d.j and stay".formatted(left), "--job-id " + id());
    assertThat(again.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(count()).as("no task is late").isEqualTo(left);
    assertThat(ofJob("jobs", "--csv").out())
        .contains("\"cancelled\"", "\"%d\"".formatted(left), "cancelled by user");
    assertThat(ofJob("undo", id()).error()).contains("appended rows to table d.j by SQL");
    goesOnToTheEnd();
  }

  @Test
  void endsWithTheCodeOfAJobThatWasCancelledAndTakesItBack() throws Exception {
    CompletableFuture<Integer> load =
        CompletableFuture.supplyAsync(
            () -> Thunderhead.run(slow("--backend", "tidb", "--mode", "import")));
    await().atMost(LONG).until(() -> count() > 0);
    long start = System.nanoTime();
    assertThat(Thunderhead.run("cancel", "--job-dir", jobs(), id())).isZero();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(30);
    assertThat(load.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
    CommandRun undo = ofJob("undo", id());
    assertThat(undo.out()).as(undo.err()).contains("d.j was emptied");
    assertThat(count()).isZero();
    goesOnToTheEnd();
  }

  private static String told(CommandRun run, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(run.out());
    assertThat(matcher.find()).as(run.out() + run.err()).isTrue();
    return matcher.group(1);
  }
}
