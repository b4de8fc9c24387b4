package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A job that settles conflicts, or appends, and whose driver dies goes on by its id and ends with
 * the rows, sums and ids of a load that nothing disturbed.
 */
class JobSettleResumeTest {
  private static final int ROWS = 1_500;

  @TempDir private static Path input;

  private static final Map<String, LoadReport> undisturbed = new HashMap<>();
  private static final Map<String, List<List<String>>> undisturbedRows = new HashMap<>();

  @TempDir private Path folder;

  private MiniCluster cluster;
  private JobLoads jobs;

  @BeforeAll
  static void writeRowsThatClaimOneKey() throws IOException {
    StringBuilder first = new StringBuilder("a,b\n");
    StringBuilder second = new StringBuilder("a,b\n");
    StringBuilder before = new StringBuilder("a,b\n");
    for (int i = 0; i < ROWS; i++) {
      first.append(i).append(",row ").append(i).append('\n');
      second.append(i * 7).append(",again ").append(i).append('\n');
      before.append(-1 - i).append(",before ").append(i).append('\n');
    }
    Files.writeString(input.resolve("1.csv"), first);
    Files.writeString(input.resolve("2.csv"), second);
    Files.writeString(input.resolve("before.csv"), before);
  }

  @BeforeEach
  void createTable() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute(
        "CREATE TABLE test.t (a BIGINT NOT NULL, b VARCHAR(20), KEY (b), UNIQUE KEY (a))");
    jobs = new JobLoads(cluster, folder);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  /** A phase that is told, or a call and how many there are before it in the last phase told. */
  @ParameterizedTest
  @CsvSource({
    "replace, , encode-and-sort, MULTI_INGEST, 4",
    "replace, , collect-conflicts, , 0",
    "replace, , conflict-resolution, , 0",
    "replace, , conflict-resolution, WRITE, 2",
    "replace, , conflict-resolution, MULTI_INGEST, 1",
    "replace, , checksum, , 0",
    "ignore, , collect-conflicts, , 0",
    "ignore, , conflict-resolution, , 0",
    "ignore, , conflict-resolution, MULTI_INGEST, 2",
    "error, append, encode-and-sort, WRITE, 0",
    "error, append, encode-and-sort, MULTI_INGEST, 3",
    "error, append, checksum, , 0",
    "replace, append, conflict-resolution, MULTI_INGEST, 1"
  })
  void goesOnWhereTheDriverDied(
      String onDuplicate, String mode, String phase, Rpc rpc, int callsBefore) {
    String kind = onDuplicate + mode;
    Map<String, String> options = new HashMap<>(Map.of("on-duplicate", onDuplicate));
    if (mode != null) {
      options.put("mode", mode);
    }
    LoadReport expected = undisturbed.get(kind);
    if (expected == null) {
      expected = load(options, line -> {});
      undisturbed.put(kind, expected);
      undisturbedRows.put(kind, jobs.rows());
      cluster.execute("DROP TABLE test.t");
      stopCluster();
      createTable();
      jobs = new JobLoads(cluster, folder.resolve("disturbed"));
    }
    Throwable death =
        catchThrowable(
            () ->
                load(
                    options,
                    line -> {
                      if (line.contains(phase) && rpc == null) {
                        throw new JobLoads.Killed();
                      } else if (line.startsWith(phase)) {
                        jobs.dieIn(rpc, callsBefore);
                      }
                    }));
    assertThat(death).isNotNull();
    cluster.clearFaults();
    Job dead = jobs.job();
    options.put("job-id", String.valueOf(dead.id()));

    LoadReport report = load(options, line -> {});
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(jobs.rows()).isEqualTo(undisturbedRows.get(kind));
    assertThat(report.local()).isEqualTo(expected.local());
    assertThat(report.rowsLoaded()).isEqualTo(expected.rowsLoaded());
    assertThat(report.conflicts()).isEqualTo(expected.conflicts());
    assertThat(next(report)).isEqualTo(next(expected));
    assertThat(jobs.job().status()).isEqualTo(JobStatus.FINISHED);
    assertThat(jobs.job().run()).isEqualTo(2);
  }

  /** Rows that are there before an append are loaded without a job. */
  private LoadReport load(Map<String, String> options, Consumer<String> told) {
    boolean appends = "append".equals(options.get("mode"));
    if (appends && !options.containsKey("job-id")) {
      jobs.load(List.of(input.resolve("before.csv")), Map.of("job-dir", "none"), line -> {});
    }
    List<Path> files =
        options.get("on-duplicate").equals("error")
            ? List.of(input.resolve("1.csv"))
            : List.of(input.resolve("1.csv"), input.resolve("2.csv"));
    return jobs.load(files, options, told);
  }

  private static List<String> next(LoadReport report) {
    return report.allocators().stream().filter(line -> line.startsWith("next")).toList();
  }
}
