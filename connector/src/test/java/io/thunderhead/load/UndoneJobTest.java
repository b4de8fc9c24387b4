package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.journal.Job;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job wrote is taken back, and nothing else. */
class UndoneJobTest {
  @TempDir private Path folder;

  private MiniCluster cluster;
  private JobLoads jobs;

  @BeforeEach
  void loadTheRowsBefore() throws IOException {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute(
        "CREATE TABLE test.t (a BIGINT NOT NULL, b VARCHAR(20), KEY (b), UNIQUE KEY (a))"
            + " PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (1000),"
            + " PARTITION p1 VALUES LESS THAN MAXVALUE)");
    jobs = new JobLoads(cluster, folder.resolve("jobs"));
    load(file(0, 500), Map.of("job-dir", "none"));
  }

  /** A store keeps files of writes that nobody ingested while their region has not changed. */
  @AfterEach
  void stopCluster() {
    assertThat(cluster.leftOnCluster())
        .usingRecursiveComparison()
        .ignoringFields("files")
        .isEqualTo(LeftOnCluster.NOTHING);
    cluster.close();
  }

  @Test
  void takesBackPartOfAnAppend() throws IOException {
    List<List<String>> before = jobs.rows();
    Path more = file(500, 1_500);
    jobs.dieIn(Rpc.MULTI_INGEST, 3);
    assertThat(catchThrowable(() -> load(more, Map.of("mode", "append")))).isNotNull();
    cluster.clearFaults();
    assertThat(jobs.rows()).hasSizeGreaterThanOrEqualTo(500);
    assertThat(undo())
        .contains("key-value pairs of job", "were deleted from table test.t")
        .contains("its checksum is that of before the job");
    assertThat(jobs.rows()).isEqualTo(before);
    assertThat(jobs.job().message()).startsWith("undone: ");
  }

  @Test
  void takesBackAWholeAppendAndLeavesWhatOthersWroteSince() throws IOException {
    load(file(500, 1_500), Map.of("mode", "append"));
    load(file(2_000, 2_100), Map.of("mode", "append", "job-dir", "none"));
    assertThat(undo())
        .contains("3,000 key-value pairs of job")
        .contains("others have written to it since the job began, and their rows stay");
    assertThat(jobs.rows()).hasSize(600);
    assertThat(jobs.rows().stream().map(row -> Integer.parseInt(row.get(0))))
        .allMatch(a -> a < 500 || a >= 2_000);
    LoadReport again = load(file(500, 1_500), Map.of("mode", "append", "job-dir", "none"));
    assertThat(again.checksumsEqual()).isTrue();
  }

  @Test
  void bringsBackRowsThatAnAppendReplaced() throws IOException {
    List<List<String>> before = jobs.rows();
    Path more = Files.writeString(folder.resolve("more.csv"), "a,b\n7,new\n7,newer\n1200,new\n");
    LoadReport report = load(more, Map.of("mode", "append", "on-duplicate", "replace"));
    assertThat(report.conflicts().deleted()).isEqualTo(1);
    assertThat(jobs.rows()).hasSize(501);
    assertThat(undo()).contains("its checksum is that of before the job");
    assertThat(jobs.rows()).isEqualTo(before);
  }

  @Test
  void takesNothingBackWhenTheSchemaHasChangedOrVersionsAreGone() throws IOException {
    load(file(500, 600), Map.of("mode", "append"));
    cluster.execute("ALTER TABLE test.t ADD COLUMN c INT");
    assertThat(refusal()).hasMessageContaining("the schema changed since: column c was added");
    cluster.execute("ALTER TABLE test.t DROP COLUMN c");
    cluster.execute("ALTER TABLE test.t ADD INDEX (b, a)");
    assertThat(refusal()).hasMessageContaining("index");
    assertThat(jobs.rows()).hasSize(600);
  }

  @Test
  void truncatesThePartitionsThatALoadFilled() throws IOException {
    load(file(1_000, 1_100), Map.of("partitions", "p1"));
    assertThat(undo()).isEqualTo("partition p1 of table test.t was emptied.");
    assertThat(jobs.rows()).hasSize(500);
    assertThat(undo()).contains("ended before it wrote anything");
  }

  @Test
  void leavesPartitionsAloneThatWereEmptiedSince() throws IOException {
    load(file(1_000, 1_100), Map.of("partitions", "p1"));
    cluster.execute("ALTER TABLE test.t TRUNCATE PARTITION p1");
    load(file(1_200, 1_300), Map.of("partitions", "p1", "job-dir", "none"));
    assertThat(undo()).contains("was emptied or made anew already");
    assertThat(jobs.rows()).hasSize(600);
  }

  private LoadException refusal() {
    LoadException refusal = catchThrowableOfType(LoadException.class, this::undo);
    assertThat(refusal.code()).isEqualTo(ErrorCode.JOB_REFUSED);
    return refusal;
  }

  private String undo() {
    Job job = jobs.job();
    return UndoneJob.run(
        LoadOptions.parse(new HashMap<>(job.request().options())), jobs.store(), job);
  }

  private LoadReport load(Path file, Map<String, String> options) {
    return jobs.load(List.of(file), options, line -> {});
  }

  private Path file(int from, int to) throws IOException {
    StringBuilder csv = new StringBuilder("a,b\n");
    for (int i = from; i < to; i++) {
      csv.append(i).append(",row ").append(i).append('\n');
    }
    return Files.writeString(folder.resolve(from + ".csv"), csv);
  }
}
