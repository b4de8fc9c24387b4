package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads last when a load failed in the cluster: history, remedy, outcome. */
class LastMessageTest {
  private static MiniCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void create() {
    cluster.clearFaults();
    cluster.execute(
        "DROP TABLE IF EXISTS test.t; CREATE TABLE test.t (id BIGINT PRIMARY KEY, v BIGINT)");
  }

  @Test
  void tellsEveryTryOfAnIngestThatIsRefused() throws IOException {
    cluster.failNext(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.STALE_COMMAND), 2);
    cluster.failNext(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.NOT_LEADER), 1000);
    CommandRun run = load("--region-job-retries", "4");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CLUSTER);
    assertThat(error(run))
        .contains("failed 4 times", "#1", "stale command", "#4", "not leader")
        .contains("Nothing was written to table test.t", "[RETRIES_EXHAUSTED]");
    assertThat(run.err()).contains("outcome: failed, ");
    assertThat(json()).contains("\"outcome\" : \"failed\"", "RETRIES_EXHAUSTED", "stale command");
  }

  @Test
  void saysThatNobodyKnowsWhenAnIngestIsNeverAnswered() throws IOException {
    cluster.failNext(Rpc.MULTI_INGEST, Fault.dropResponse(), 1000);
    CommandRun run = load("--region-job-retries", "3");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(error(run)).contains("#1", "no answer", "DELETE does not", "[INGEST_STATE_UNKNOWN]");
    assertThat(run.err()).contains("outcome: unknown, ");
    assertThat(json()).contains("\"outcome\" : \"unknown\"");
  }

  @Test
  void saysWhatTheChecksumMustBeWhenStoresDoNotTellIt() throws IOException {
    cluster.failNext(Rpc.COPROCESSOR, Fault.status("UNAVAILABLE", "gone"), 1000);
    CommandRun run = load();
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNKNOWN);
    assertThat(error(run)).contains("must give checksum", "[COMMIT_UNKNOWN]");
  }

  @Test
  void tellsAGoodEnd() throws IOException {
    CommandRun run = load();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("done: the rows are in the table, and its checksum is equal");
    assertThat(json()).contains("\"outcome\" : \"done\"");
  }

  private static String error(CommandRun run) {
    List<String> lines = run.err().lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(lines).as(run.err()).hasSize(1);
    return lines.get(0);
  }

  private String json() throws IOException {
    return Files.readString(folder.resolve("report.json"));
  }

  private CommandRun load(String... more) throws IOException {
    Path csv = folder.resolve("rows.csv");
    Files.writeString(csv, "id,v\n1,10\n2,20\n3,30\n");
    List<String> arguments =
        new ArrayList<>(
            List.of("import", "--pd", cluster.pdAddress(), "--table", "test.t", "--csv"));
    arguments.addAll(List.of(csv.toString(), "--json", folder.resolve("report.json").toString()));
    arguments.addAll(List.of("--retry-max-wait", "10ms"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
