package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.job.Thunderhead;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobRecords;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStep;
import io.thunderhead.journal.JobStore;
import io.thunderhead.sql.TidbClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of jobs in a database of the cluster. */
class JobsInTidbTest {
  private static final JobRequest REQUEST =
      new JobRequest(
          "db.t",
          "",
          "root@host",
          1_000,
          Map.of("pd", "127.0.0.1:2379"),
          List.of("s3a://bucket/it's.csv"),
          "CSV",
          Map.of("null", "\\N"),
          Map.of("c", "@n * 2"));

  private JobStore store;

  @BeforeEach
  void open() throws Exception {
    MariaDb.shared().run("DROP DATABASE IF EXISTS th_jobs");
    store = store();
  }

  private static JobStore store() throws Exception {
    return JobStore.in(new TidbClient(List.of(MariaDb.shared().address()), "root", ""), "th_jobs");
  }

  @Test
  void hasNoneBeforeTheFirst() {
    assertThat(store.jobs()).isEmpty();
    assertThatThrownBy(() -> store.get(7))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_NOT_FOUND));
  }

  @Test
  void keepsAJobAsItWasNotedLastForEverybody() throws Exception {
    store.put(Job.pending(7, REQUEST));
    JobRecords records = store.records(store.get(7).running("1@host", 500, 2_000));
    for (int i = 0; i < 40; i++) {
      records.put(records.job().at(JobStep.of("write-and-ingest", 3_000).at(i, 100), 4_000 + i));
    }
    Job job = store().get(7);
    assertThat(job).isEqualTo(records.job());
    assertThat(job.request()).isEqualTo(REQUEST);
    assertThat(store().jobs()).containsExactly(job);
  }

  @Test
  void keepsBytesOfAnyLengthAsTheyAre() {
    JobRecords records = store.records(Job.pending(8, REQUEST).running("1@host", 500, 2_000));
    records.put(records.job());
    for (int length : new int[] {0, 1, 1 << 20, (1 << 20) + 1, 5_000_000}) {
      byte[] content = new byte[length];
      new Random(length).nextBytes(content);
      records.settle("plan", content);
      assertThat(records.settled("plan")).isEqualTo(content);
    }
    records.addPart(new byte[] {0, -1});
    records.addPart(new byte[] {39, 92});
    assertThat(records.parts()).containsExactlyInAnyOrder(new byte[] {0, -1}, new byte[] {39, 92});
    records.put(records.job().ended(JobStatus.FINISHED, 3, "", 5_000));
    records.forgetWork("state-");
    assertThat(records.settled("plan")).isNull();
    assertThat(store.get(8).status()).isEqualTo(JobStatus.FINISHED);
  }

  @Test
  void tellsTheDriverOfAnotherProcessThatItIsCancelled() throws Exception {
    JobRecords records = store.records(Job.pending(9, REQUEST).running("1@host", 500, 2_000));
    records.put(records.job());
    assertThat(records.cancelledBy()).isNull();
    store().cancel(store().get(9), "o'hara@host");
    assertThat(records.cancelledBy()).isEqualTo("o'hara@host");
  }

  @Test
  void letsOneOfSeveralDriversTakeUpAJob() throws Exception {
    store.put(Job.pending(10, REQUEST));
    Job pending = store.get(10);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> drivers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String driver = i + "@host";
        JobStore own = store();
        drivers.add(() -> begins(own.records(pending.running(driver, 0, 2_000))));
      }
      int began = 0;
      for (Future<Boolean> each : threads.invokeAll(drivers)) {
        began += each.get() ? 1 : 0;
      }
      assertThat(began).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void isWhereCommandsFindJobs() throws Exception {
    store.put(Job.pending(11, REQUEST));
    String address = MariaDb.shared().address();
    assertThat(Thunderhead.run("cancel", "--job-dir", "tidb:th_jobs", "--tidb", address, "11"))
        .isZero();
    assertThat(store.get(11).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(Thunderhead.run("jobs", "--job-dir", "tidb:th_jobs", "11")).isEqualTo(2);
  }

  private static boolean begins(JobRecords records) {
    try {
      records.begin();
      return true;
    } catch (LoadException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.JOB_REFUSED);
      return false;
    }
  }
}
