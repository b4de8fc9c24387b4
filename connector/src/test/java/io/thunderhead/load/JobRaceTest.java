package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that begin at the same moment. */
class JobRaceTest {
  private static final int ROWS = 400;

  @TempDir private Path folder;

  private final Queue<LoadReport> done = new ConcurrentLinkedQueue<>();
  private final Queue<LoadException> refused = new ConcurrentLinkedQueue<>();
  private MiniCluster cluster;
  private JobLoads jobs;

  @BeforeEach
  void createTable() throws IOException {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute(
        "CREATE TABLE test.t (a BIGINT NOT NULL, b VARCHAR(20), KEY (b)) PARTITION BY RANGE (a)"
            + " (PARTITION p0 VALUES LESS THAN (400), PARTITION p1 VALUES LESS THAN MAXVALUE)");
    jobs = new JobLoads(cluster, folder.resolve("jobs"));
    write("low.csv", 0);
    write("high.csv", ROWS);
  }

  @AfterEach
  void stopCluster() {
    assertThat(cluster.leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
    cluster.close();
  }

  private void write(String file, int from) throws IOException {
    StringBuilder csv = new StringBuilder("a,b\n");
    for (int i = from; i < from + ROWS; i++) {
      csv.append(i).append(",row ").append(i).append('\n');
    }
    Files.writeString(folder.resolve(file), csv);
  }

  @Test
  void ofDriversOfOneTableOneRunsAndTheOthersAreToldWhich() throws Exception {
    CountDownLatch losers = new CountDownLatch(2);
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> await(losers));
    race(3, losers, i -> Map.of());
    assertThat(done).hasSize(1);
    Job winner =
        jobs.store().jobs().stream()
            .filter(job -> job.status() == JobStatus.FINISHED)
            .findFirst()
            .orElseThrow();
    assertThat(refused)
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.code()).isEqualTo(ErrorCode.TABLE_IN_USE);
              assertThat(each).hasMessageContaining("load " + winner.id() + " of host");
            });
    assertThat(jobs.rows()).hasSize(ROWS);
  }

  @Test
  void ofDriversOfOneJobOneRuns() throws Exception {
    assertThat(
            catchThrowable(
                () ->
                    load("low.csv", Map.of(), line -> JobLoads.dieAt("encode-and-sort, w", line))))
        .isInstanceOf(JobLoads.Killed.class);
    String id = String.valueOf(jobs.job().id());
    CountDownLatch losers = new CountDownLatch(2);
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> await(losers));
    race(3, losers, i -> Map.of("job-id", id));
    assertThat(done).hasSize(1);
    assertThat(refused)
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.code()).isEqualTo(ErrorCode.JOB_REFUSED);
              assertThat(each).hasMessageContaining("job " + id);
            });
    assertThat(jobs.job().status()).isEqualTo(JobStatus.FINISHED);
    assertThat(jobs.job().run()).isEqualTo(2);
    assertThat(jobs.rows()).hasSize(ROWS);
  }

  @Test
  void aDriverThatStillChecksHasTheTable() {
    LoadReport first =
        load(
            "low.csv",
            Map.of(),
            line -> {
              if (line.startsWith("precheck")) {
                run("low.csv", Map.of());
              }
            });
    assertThat(first.rowsLoaded()).isEqualTo(ROWS);
    assertThat(refused).isNotEmpty();
    assertThat(refused.peek().code()).isEqualTo(ErrorCode.TABLE_IN_USE);
    assertThat(jobs.rows()).hasSize(ROWS);
  }

  @Test
  void driversOfTwoPartitionsBothSucceed() throws Exception {
    race(2, new CountDownLatch(0), i -> Map.of("partitions", "p" + i));
    assertThat(refused).isEmpty();
    assertThat(done).hasSize(2).allMatch(LoadReport::checksumsEqual);
    assertThat(jobs.rows().stream().map(row -> row.get(0)).distinct()).hasSize(2 * ROWS);
  }

  private interface Options {
    Map<String, String> of(int driver);
  }

  private void race(int drivers, CountDownLatch losers, Options options) throws Exception {
    CyclicBarrier start = new CyclicBarrier(drivers);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < drivers; i++) {
      Map<String, String> mine = options.of(i);
      String file = "p1".equals(mine.get("partitions")) ? "high.csv" : "low.csv";
      Thread driver =
          new Thread(
              () -> {
                await(start);
                if (!run(file, mine)) {
                  losers.countDown();
                }
              });
      driver.start();
      threads.add(driver);
    }
    for (Thread each : threads) {
      each.join();
    }
  }

  /** Returns whether the load was done. */
  private boolean run(String file, Map<String, String> options) {
    try {
      done.add(load(file, options, line -> {}));
      return true;
    } catch (LoadException e) {
      refused.add(e);
      return false;
    }
  }

  private LoadReport load(
      String file, Map<String, String> options, java.util.function.Consumer<String> told) {
    return jobs.load(List.of(folder.resolve(file)), options, told);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(4, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
