package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job whose driver dies anywhere goes on by its id and ends with the bytes, ids and sums of a
 * load that nothing disturbed.
 */
class JobResumeTest {
  private static final int ROWS = 3_000;
  private static final String DDL =
      "CREATE TABLE test.t (a BIGINT NOT NULL, b VARCHAR(20), KEY (b), UNIQUE KEY (a))";

  @TempDir private static Path input;

  private static final Comparator<List<String>> BY_TEXT =
      Comparator.comparing((List<String> row) -> row.toString());

  private static LoadReport undisturbed;
  private static List<List<String>> undisturbedRows;

  @TempDir private Path jobs;

  private final List<String> told = new ArrayList<>();
  private MiniCluster cluster;

  /** Where a driver dies: without a word, as a process that is killed. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** When the driver dies. */
  private enum Moment {
    PRECHECK("precheck", null, 0),
    SAMPLE("sample", null, 0),
    IDS_RESERVED("split-and-scatter", null, 0),
    FIRST_SPLIT(null, Rpc.SPLIT_REGION, 0),
    REGIONS_MADE("regions made", null, 0),
    ENCODE("encode-and-sort, write", null, 0),
    FIRST_WRITE(null, Rpc.WRITE, 0),
    LATER_WRITE(null, Rpc.WRITE, 6),
    FIRST_INGEST(null, Rpc.MULTI_INGEST, 0),
    LATER_INGEST(null, Rpc.MULTI_INGEST, 5),
    LAST_INGESTS(null, Rpc.MULTI_INGEST, 8),
    CHECKSUM("checksum", null, 0),
    FIRST_CHECKSUM(null, Rpc.COPROCESSOR, 0);

    private final String line;
    private final Rpc rpc;
    private final int calls;

    Moment(String line, Rpc rpc, int calls) {
      this.line = line;
      this.rpc = rpc;
      this.calls = calls;
    }
  }

  @BeforeAll
  static void loadUndisturbed() throws IOException {
    for (int file = 0; file < 3; file++) {
      StringBuilder csv = new StringBuilder("a,b\n");
      for (int i = file; i < ROWS; i += 3) {
        csv.append(i).append(",row ").append(i).append('\n');
      }
      Files.writeString(input.resolve(file + ".csv"), csv);
    }
    JobResumeTest test = new JobResumeTest();
    test.startCluster();
    try {
      undisturbed = test.load(Map.of("job-dir", "none"), line -> {});
      undisturbedRows = test.rows();
    } finally {
      test.stopCluster();
    }
  }

  @BeforeEach
  void startCluster() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute(DDL);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void goesOnWhereTheDriverDied(Moment moment) {
    Throwable death =
        catchThrowable(
            () -> {
              if (moment.rpc == null) {
                load(Map.of(), line -> dieAt(moment.line, line));
              } else {
                arm(moment);
                load(Map.of(), line -> {});
              }
            });
    Thread.interrupted();
    assertThat(death).isNotNull();
    cluster.clearFaults();
    Job dead = store().jobs().get(0);
    assertThat(store().jobs()).hasSize(1);
    assertThat(Jobs.isDead(dead, System.currentTimeMillis()) || !dead.status().isActive()).isTrue();

    LoadReport report = load(Map.of("job-id", String.valueOf(dead.id())), line -> {});
    assertThat(report.rowsLoaded()).isEqualTo(ROWS);
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(rows()).isEqualTo(undisturbedRows);
    assertThat(report.local()).isEqualTo(undisturbed.local());
    assertThat(allocators(report)).isEqualTo(allocators(undisturbed));
    Job job = store().get(dead.id());
    assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
    assertThat(job.run()).isEqualTo(2);
    assertThat(job.importedRows()).isEqualTo(ROWS);
  }

  /** Every row of the table is replaced by its like: first all are deleted, then all are put. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 12})
  void goesOnWhereTheDriverDiedWhileRowsOfTheTableWereReplaced(int ingests) {
    Map<String, String> replace =
        new HashMap<>(Map.of("mode", "append", "on-duplicate", "replace"));
    load(Map.of("job-dir", "none"), line -> {});
    for (int i = 0; i < ingests; i++) {
      cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
    }
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> LocalSpark.session().sparkContext().cancelAllJobs());
    assertThat(catchThrowable(() -> load(replace, line -> {}))).isNotNull();
    cluster.clearFaults();
    replace.put("job-id", String.valueOf(store().jobs().get(0).id()));

    LoadReport report = load(replace, line -> {});
    assertThat(report.rowsLoaded()).isEqualTo(ROWS);
    assertThat(report.conflicts()).isEqualTo(new ConflictCounts(ROWS, 0, ROWS));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(rows().stream().sorted(BY_TEXT).toList())
        .isEqualTo(undisturbedRows.stream().sorted(BY_TEXT).toList());
  }

  @Test
  void writesNoPartitionTwice() {
    arm(Moment.LATER_INGEST);
    assertThat(catchThrowable(() -> load(Map.of(), line -> {}))).isNotNull();
    cluster.clearFaults();
    long id = store().jobs().get(0).id();
    long before = cluster.callCount(Rpc.MULTI_INGEST);
    LoadReport report = load(Map.of("job-id", String.valueOf(id)), line -> {});
    String goesOn = told.stream().filter(line -> line.contains("goes on")).findFirst().orElse("");
    int finished = Integer.parseInt(goesOn.replaceAll(".*goes on: (\\d+) of .*", "$1"));
    int all = Integer.parseInt(goesOn.replaceAll(".* of (\\d+) partitions.*", "$1"));
    assertThat(finished).isBetween(1, all - 1);
    assertThat(cluster.callCount(Rpc.MULTI_INGEST) - before).isEqualTo(all - finished);
    assertThat(report.checksumsEqual()).isTrue();
  }

  @Test
  void goesStraightToTheChecksumWhenAllIsIngested() {
    Throwable death = catchThrowable(() -> load(Map.of(), line -> dieAt("checksum", line)));
    assertThat(death).isInstanceOf(Killed.class);
    long written = cluster.callCount(Rpc.WRITE);
    long id = store().jobs().get(0).id();
    load(Map.of("job-id", String.valueOf(id)), line -> {});
    assertThat(cluster.callCount(Rpc.WRITE)).isEqualTo(written);
  }

  @Test
  void refusesAnotherInputSchemaOrOptionAndTellsTheDifference() throws IOException {
    assertThat(catchThrowable(() -> load(Map.of(), line -> dieAt("encode-and-sort, write", line))))
        .isInstanceOf(Killed.class);
    Map<String, String> again = Map.of("job-id", String.valueOf(store().jobs().get(0).id()));

    assertThat(refusal(Map.of("job-id", again.get("job-id"), "sql-mode", "")))
        .hasMessageContaining("option sql-mode was");

    Path file = input.resolve("1.csv");
    byte[] bytes = Files.readAllBytes(file);
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, "a,b\n-1,new\n");
    assertThat(refusal(again)).hasMessageContaining("1.csv had").hasMessageContaining("and has 11");
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);

    cluster.execute("ALTER TABLE test.t ADD COLUMN c INT");
    assertThat(refusal(again)).hasMessageContaining("column c was added");
  }

  @Test
  void refusesASecondDriverAndTellsItTheFirst() {
    List<LoadException> second = new ArrayList<>();
    cluster.beforeNext(
        Rpc.SPLIT_REGION,
        () ->
            second.add(
                catchThrowableOfType(LoadException.class, () -> load(Map.of(), line -> {}))));
    LoadReport first = load(Map.of(), line -> {});
    assertThat(first.checksumsEqual()).isTrue();
    List<Job> both = store().jobs();
    assertThat(second.get(0).code()).isEqualTo(ErrorCode.TABLE_IN_USE);
    assertThat(second.get(0)).hasMessageContaining("load " + both.get(0).id());
    assertThat(both.stream().map(Job::status))
        .containsExactly(JobStatus.FINISHED, JobStatus.FAILED);
  }

  @Test
  void refusesAJobThatIsDone() {
    load(Map.of(), line -> {});
    long id = store().jobs().get(0).id();
    assertThat(refusal(Map.of("job-id", String.valueOf(id)))).hasMessageContaining("has finished");
  }

  @Test
  void endsWhenAUserCancelsAndGoesOnLater() {
    cluster.beforeNext(Rpc.MULTI_INGEST, this::cancelAndWait);
    LoadException cancelled =
        catchThrowableOfType(LoadException.class, () -> load(Map.of(), line -> {}));
    assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(cancelled)
        .hasMessageContaining("cancelled by someone")
        .hasMessageContaining("--job-id");
    Job job = store().jobs().get(0);
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.message()).isEqualTo("cancelled by user");
    LoadReport report = load(Map.of("job-id", String.valueOf(job.id())), line -> {});
    assertThat(report.local()).isEqualTo(undisturbed.local());
  }

  @Test
  void keepsTheTimeOfTheStatement() {
    cluster.execute("DROP TABLE test.t");
    cluster.execute(DDL.replace("KEY (b)", "at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), KEY (b)"));
    arm(Moment.LATER_INGEST);
    assertThat(catchThrowable(() -> load(Map.of(), line -> {}))).isNotNull();
    cluster.clearFaults();
    load(Map.of("job-id", String.valueOf(store().jobs().get(0).id())), line -> {});
    assertThat(table().stream().map(row -> row.get(2)).distinct()).hasSize(1);
  }

  /** Holds a store's answer until the driver has heeded the wish. */
  private void cancelAndWait() {
    Job job = store().jobs().get(0);
    store().cancel(job, "someone");
    long until = System.nanoTime() + 20_000_000_000L;
    while (store().get(job.id()).status().isActive() && System.nanoTime() < until) {
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  private static void dieAt(String wanted, String line) {
    if (line.contains(wanted)) {
      throw new Killed();
    }
  }

  private void arm(Moment moment) {
    for (int i = 0; i < moment.calls; i++) {
      cluster.beforeNext(moment.rpc, () -> {});
    }
    Thread driver = Thread.currentThread();
    cluster.beforeNext(
        moment.rpc,
        () -> {
          LocalSpark.session().sparkContext().cancelAllJobs();
          if (moment.rpc == Rpc.SPLIT_REGION || moment.rpc == Rpc.COPROCESSOR) {
            driver.interrupt();
          }
        });
  }

  private LoadReport load(Map<String, String> more, Consumer<String> also) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", cluster.pdAddress());
    options.put("tidb", cluster.tidbAddress());
    options.put("table", "test.t");
    options.put("region-split-keys", "800");
    options.put("partition-size", "16KiB");
    options.put("retry-max-wait", "20ms");
    options.put("job-dir", String.valueOf(jobs));
    options.putAll(more);
    List<String> paths = Stream.of("0.csv", "1.csv", "2.csv").map(this::path).toList();
    FileInput files =
        new FileInput(
            TableFiles.of(new FileLister(new Configuration()).list(paths), null),
            InputSettings.of(SourceOptions.parse(Map.of())),
            Map.of());
    return BulkLoad.run(
        LocalSpark.session(),
        files,
        LoadOptions.parse(options),
        line -> {
          told.add(line);
          also.accept(line);
        });
  }

  private String path(String name) {
    return input.resolve(name).toString();
  }

  private LoadException refusal(Map<String, String> options) {
    LoadException refusal =
        catchThrowableOfType(LoadException.class, () -> load(options, line -> {}));
    assertThat(refusal.code()).isEqualTo(ErrorCode.JOB_REFUSED);
    return refusal;
  }

  private JobStore store() {
    return JobStore.in(jobs.toString(), new Configuration());
  }

  private List<List<String>> rows() {
    return table().stream().map(row -> row.subList(0, 2)).toList();
  }

  private List<List<String>> table() {
    return TableReader.read(
            LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", "test.t")), ROWS + 1)
        .rows();
  }

  private static List<String> allocators(LoadReport report) {
    return report.allocators().stream().filter(line -> line.startsWith("next")).toList();
  }
}
