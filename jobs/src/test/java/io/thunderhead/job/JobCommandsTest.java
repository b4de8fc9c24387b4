package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobColumns;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.ConflictFormat;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs by their commands, with drivers in processes of their own. */
class JobCommandsTest {
  private static final int ROWS = 6_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private static Path folder;

  private static MiniCluster cluster;
  private static int tables;

  private final List<ProcessHandle> drivers = new ArrayList<>();

  @TempDir private Path jobs;

  private String table;

  /** When a driver's process is killed. */
  private enum Moment {
    WRITE,
    INGEST,
    CHECKSUM;

    void arm(Runnable kill) {
      switch (this) {
        case WRITE -> cluster.beforeNext(Rpc.WRITE, kill);
        case INGEST -> {
          cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
          cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
          cluster.beforeNext(Rpc.MULTI_INGEST, kill);
        }
        case CHECKSUM -> cluster.beforeNext(Rpc.COPROCESSOR, kill);
      }
    }
  }

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute("CREATE DATABASE it");
    StringBuilder csv = new StringBuilder("id;k;v\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(i).append(';').append(i * 7L).append(";row ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void createTable() {
    table = "it.t" + tables++;
    cluster.execute(
        "CREATE TABLE %s (id BIGINT NOT NULL, k BIGINT NOT NULL, v VARCHAR(20), UNIQUE KEY (k))"
            .formatted(table));
  }

  /** The next test's faults are not for a driver of this one. */
  @AfterEach
  void stopDrivers() {
    drivers.forEach(ProcessHandle::destroyForcibly);
    drivers.forEach(each -> each.onExit().join());
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void goesOnByTheIdAloneAfterTheDriversProcessWasKilled(Moment moment) throws Exception {
    CompletableFuture<Process> driver = new CompletableFuture<>();
    moment.arm(() -> driver.join().destroyForcibly());
    driver.complete(start(load()));
    assertThat(driver.join().waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    cluster.clearFaults();
    assertThat(driver.join().exitValue()).isEqualTo(128 + 9);
    Job dead = job();
    assertThat(dead.status()).isEqualTo(JobStatus.RUNNING);

    CommandRun again =
        CommandRun.of("import", "--job-dir", jobs.toString(), "--job-id", "" + dead.id());
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("%1$,d read = %1$,d loaded + 0 set aside".formatted(ROWS), "sent = stored");
    assertThat(job().status()).isEqualTo(JobStatus.FINISHED);
    assertThat(job().run()).isEqualTo(2);
  }

  @Test
  void cancelsADriverOfAnotherProcessWithinTenSeconds() throws Exception {
    CompletableFuture<Boolean> atWork = new CompletableFuture<>();
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    cluster.beforeNext(
        Rpc.MULTI_INGEST,
        () -> {
          atWork.complete(true);
          over.join();
        });
    Process driver = start(load());
    atWork.get(LONG.toSeconds(), TimeUnit.SECONDS);
    long start = System.nanoTime();
    CommandRun cancel =
        CommandRun.of("cancel", "--job-dir", jobs.toString(), String.valueOf(job().id()));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    over.complete(true);
    assertThat(cancel.exitCode()).as(cancel.err()).isZero();
    assertThat(cancel.out()).contains("is cancelled", "thunderhead undo");
    assertThat(seconds).isLessThan(10);
    assertThat(driver.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(driver.exitValue()).isEqualTo(ExitCode.USER);
    assertThat(cluster.leftOnCluster().registrations()).isEmpty();
    assertThat(cluster.leftOnCluster().labelRules()).isEmpty();

    CommandRun undo = CommandRun.of("undo", "--job-dir", jobs.toString(), "" + job().id());
    assertThat(undo.exitCode()).as(undo.err()).isZero();
    assertThat(undo.out()).contains("was emptied");
    CommandRun read = CommandRun.of("read", "--pd", cluster.pdAddress(), "--table", table);
    assertThat(read.out()).doesNotContain("row 1");
  }

  @Test
  void goesOnDetachedAndIsShown() {
    CommandRun run = CommandRun.of(with(load(), "--detached"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    String id = told(run, "Job_ID (\\d+)");
    ProcessHandle.of(Long.parseLong(told(run, "process (\\d+),"))).ifPresent(drivers::add);
    await().atMost(LONG).until(() -> !job().status().isActive());
    CommandRun shown = CommandRun.of("jobs", "--csv", "--job-dir", jobs.toString());
    assertThat(shown.out().lines().findFirst())
        .contains(String.join(",", JobColumns.NAMES.stream().map(n -> '"' + n + '"').toList()));
    assertThat(shown.out()).contains(id, "finished", "\"" + ROWS + "\"");
    assertThat(job().importedRows()).isEqualTo(ROWS);
  }

  @Test
  void refusesToCancelWhatHasEnded() {
    CommandRun run = CommandRun.of(load());
    assertThat(run.exitCode()).as(run.err()).isZero();
    CommandRun cancel = CommandRun.of("cancel", "--job-dir", jobs.toString(), "" + job().id());
    assertThat(cancel.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(cancel.err()).contains("is finished, only jobs that wait or run");
    CommandRun undo = CommandRun.of("undo", "--job-dir", jobs.toString(), "" + job().id());
    assertThat(undo.err()).contains("--yes");
  }

  @ParameterizedTest
  @EnumSource(ConflictFormat.class)
  void showsTheConflictsOfAJobOrAFolder(ConflictFormat format) throws IOException {
    Path old = Files.writeString(folder.resolve("old.csv"), "id;k;v\n1;7;old\n2;-1;other\n");
    String[] first = load();
    Arrays.setAll(first, i -> first[i].endsWith("rows.csv") ? old.toString() : first[i]);
    first[first.length - 1] = "none";
    CommandRun before = CommandRun.of(first);
    assertThat(before.exitCode()).as(before.err()).isZero();
    String told = jobs.resolveSibling("told").toString();
    CommandRun run =
        CommandRun.of(
            Stream.concat(
                    Stream.of(load()),
                    Stream.of(
                        "--mode",
                        "append",
                        "--on-duplicate",
                        "replace",
                        "--conflict-rows",
                        told,
                        "--conflict-rows-format",
                        format.word()))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    CommandRun shown = CommandRun.of("conflicts", "--job-dir", jobs.toString(), "" + job().id());
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out()).containsPattern("k +kept +1").containsPattern("k +replaced +1");
    assertThat(shown.out()).contains("rows.csv", "row 1", "old", "[\"7\"]").doesNotContain("row 2");
    String folder = shown.out().lines().findFirst().orElse("").replace("rows in conflict in ", "");
    CommandRun csv = CommandRun.of("conflicts", "--from", folder, "--csv", "--limit", "1");
    assertThat(csv.out().lines()).hasSize(2);
  }

  @Test
  void saysThatAJobToldNoConflicts() {
    CommandRun run = CommandRun.of(load());
    assertThat(run.exitCode()).as(run.err()).isZero();
    CommandRun shown = CommandRun.of("conflicts", "--job-dir", jobs.toString(), "" + job().id());
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out()).contains("told no rows in conflict");
    CommandRun nowhere = CommandRun.of("conflicts", "--from", jobs.resolve("none").toString());
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(nowhere.err()).contains("cannot be read");
  }

  @Test
  void tellsAJobThatIsNotThere() {
    CommandRun run = CommandRun.of("jobs", "--job-dir", jobs.toString(), "12");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.err()).contains("there is no job 12", "[JOB_NOT_FOUND]");
  }

  private static String told(CommandRun run, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(run.out());
    assertThat(matcher.find()).as(run.out()).isTrue();
    return matcher.group(1);
  }

  private Job job() {
    List<Job> all = JobStore.in(jobs.toString(), new Configuration()).jobs();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private String[] load() {
    return new String[] {
      "import",
      "--pd",
      cluster.pdAddress(),
      "--tidb",
      cluster.tidbAddress(),
      "--table",
      table,
      "--csv",
      folder.resolve("rows.csv").toString(),
      "--separator",
      ";",
      "--region-split-keys",
      "2000",
      "--job-dir",
      jobs.toString()
    };
  }

  private static String[] with(String[] arguments, String more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("--add-"))
        .forEach(command::add);
    Stream.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "-cp",
            System.getProperty("java.class.path"),
            Thunderhead.class.getName())
        .forEach(command::add);
    command.addAll(List.of(arguments));
    File log = Files.createTempFile(folder, "driver", ".log").toFile();
    Process driver =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    drivers.add(driver.toHandle());
    return driver;
  }
}
