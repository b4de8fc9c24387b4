package io.thunderhead.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as they are kept in a folder. */
class JobStoreTest {
  private static final JobRequest REQUEST =
      new JobRequest(
          "db.t",
          "",
          "root@host",
          1_000,
          Map.of("pd", "127.0.0.1:2379"),
          List.of("s3a://bucket/rows.csv"),
          "CSV",
          Map.of("null", "NA"),
          Map.of("c", "@n * 2"));

  @TempDir private Path folder;

  private JobStore store;

  @BeforeEach
  void open() {
    store = JobStore.in(folder.toString(), new Configuration());
  }

  @Test
  void keepsAJobAsItWasNotedLast() {
    store.put(Job.pending(7, REQUEST));
    JobRecords records = store.records(store.get(7).running("1@host", 500, 2_000));
    for (int i = 0; i < 40; i++) {
      records.put(records.job().at(JobStep.of("write-and-ingest", 3_000).at(i, 100), 4_000 + i));
    }
    Job job = store.get(7);
    assertThat(job).isEqualTo(records.job());
    assertThat(job.request()).isEqualTo(REQUEST);
    assertThat(job.step().processed()).isEqualTo(39);
    assertThat(store.jobs()).containsExactly(job);
    assertThat(names(7)).hasSizeLessThan(20);
  }

  @Test
  void takesTheStateBeforeATornOne() throws IOException {
    store.put(Job.pending(7, REQUEST));
    JobRecords records = store.records(store.get(7).running("1@host", 500, 2_000));
    records.put(records.job());
    Path state = folder.resolve("7").resolve(JobStore.stateName(1, 0));
    byte[] whole = Files.readAllBytes(state);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(
          folder.resolve("7").resolve(JobStore.stateName(1, 1)), Arrays.copyOf(whole, length));
      assertThat(store.get(7)).isEqualTo(records.job());
    }
  }

  @Test
  void leavesOutAPartOfWhichNotAllWasWritten() throws IOException {
    JobRecords records = records(7);
    records.addPart("one".getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("7").resolve("part-000001-000000001"), new byte[] {1, 2, 3});
    assertThat(records.parts()).hasSize(1);
  }

  @Test
  void heedsTheLastDriverAndNotOneThatWasTakenForDead() {
    JobRecords first = records(7);
    JobRecords second = store.records(store.get(7).running("2@host", 500, 9_000));
    second.put(second.job());
    first.put(first.job().ended(JobStatus.FAILED, 0, "late", 9_500));
    assertThat(store.get(7).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(store.get(7).driver()).isEqualTo("2@host");
  }

  @Test
  void cancelsOneRunOnly() {
    JobRecords first = records(7);
    assertThat(first.cancelledBy()).isNull();
    store.cancel(first.job(), "someone");
    assertThat(first.cancelledBy()).isEqualTo("someone");
    JobRecords second = store.records(first.job().running("2@host", 500, 9_000));
    assertThat(second.cancelledBy()).isNull();
  }

  @Test
  void forgetsThePlanOfAJobThatIsDone() {
    JobRecords records = records(7);
    records.settle("plan", new byte[] {1});
    records.addPart(new byte[] {2});
    assertThat(records.settled("plan")).containsExactly(1);
    records.forgetWork("state-");
    assertThat(records.settled("plan")).isNull();
    assertThat(records.parts()).isEmpty();
    assertThat(store.get(7)).isEqualTo(records.job());
  }

  @Test
  void tellsWhereAJobWasLookedFor() {
    assertThatThrownBy(() -> store.get(8))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_NOT_FOUND))
        .hasMessageContaining("no job 8")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void tellsAFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    JobStore inFile = JobStore.in(file.toString(), new Configuration());
    assertThatThrownBy(() -> inFile.put(Job.pending(7, REQUEST)))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_STORE_FAILED))
        .hasMessageContaining("job-dir");
  }

  @Test
  void showsARunningJobAsImportIntoDoes() {
    Job job =
        Job.pending(7, REQUEST)
            .running("1@host", 5L << 30, 10_000)
            .into(112)
            .at(JobStep.of("write-and-ingest", 20_000).at(256L << 20, 1L << 30), 30_000);
    assertThat(shown(job, 31_000))
        .containsExactly(
            Map.entry("Job_ID", "7"),
            Map.entry("Group_Key", "NULL"),
            Map.entry("Data_Source", "s3a://bucket/rows.csv"),
            Map.entry("Target_Table", "`db`.`t`"),
            Map.entry("Table_ID", "112"),
            Map.entry("Phase", "importing"),
            Map.entry("Status", "running"),
            Map.entry("Source_File_Size", "5GiB"),
            Map.entry("Imported_Rows", "NULL"),
            Map.entry("Result_Message", ""),
            Map.entry("Create_Time", "1970-01-01 00:00:01.000000"),
            Map.entry("Start_Time", "1970-01-01 00:00:10.000000"),
            Map.entry("End_Time", "NULL"),
            Map.entry("Created_By", "root@host"),
            Map.entry("Last_Update_Time", "1970-01-01 00:00:30.000000"),
            Map.entry("Cur_Step", "ingest"),
            Map.entry("Cur_Step_Processed_Size", "256MiB"),
            Map.entry("Cur_Step_Total_Size", "1GiB"),
            Map.entry("Cur_Step_Progress_Pct", "25"),
            Map.entry("Cur_Step_Speed", "25.6MiB/s"),
            Map.entry("Cur_Step_ETA", "00:00:30"));
  }

  @Test
  void showsAJobThatEnded() {
    Job job =
        Job.pending(7, REQUEST)
            .running("1@host", 100, 10_000)
            .ended(JobStatus.FINISHED, 42, "", 12_000);
    assertThat(shown(job, 1_000_000))
        .contains(
            Map.entry("Status", "finished"),
            Map.entry("Imported_Rows", "42"),
            Map.entry("Cur_Step", "NULL"),
            Map.entry("Cur_Step_ETA", "NULL"),
            Map.entry("End_Time", "1970-01-01 00:00:12.000000"));
  }

  @Test
  void tellsADriverThatGivesNoSign() {
    Job job = Job.pending(7, REQUEST).running("1@host", 100, 10_000);
    assertThat(job.isSilent(60_000)).isFalse();
    assertThat(shown(job, 100_000).get("Result_Message"))
        .contains("no sign of process 1@host for 90 seconds", "--job-id 7");
  }

  private static Map<String, String> shown(Job job, long now) {
    List<String> row = JobColumns.row(job, now, ZoneOffset.UTC);
    Map<String, String> shown = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      shown.put(JobColumns.NAMES.get(i), String.valueOf(row.get(i)).replace("null", "NULL"));
    }
    return shown;
  }

  private JobRecords records(long id) {
    store.put(Job.pending(id, REQUEST));
    JobRecords records = store.records(store.get(id).running("1@host", 500, 2_000));
    records.put(records.job());
    return records;
  }

  private List<String> names(long id) {
    try (Stream<Path> files = Files.list(folder.resolve(String.valueOf(id)))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("state-"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
