package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a load before it changes anything. */
class PrecheckCommandTest {
  private final MiniCluster cluster = MiniCluster.builder().stores(2).replicas(2).start();

  @TempDir private Path folder;

  @BeforeEach
  void makeTable() {
    cluster.execute("CREATE TABLE test.t (id BIGINT PRIMARY KEY, v VARCHAR(10), KEY kv (v))");
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private CommandRun precheck() {
    return CommandRun.of(
        "precheck",
        "--pd",
        cluster.pdAddress(),
        "--tidb",
        cluster.tidbAddress(),
        "--table",
        "test.t");
  }

  private CommandRun dryRun(Path csv, String... more) {
    String[] arguments = {
      "import",
      "--dry-run",
      "--pd",
      cluster.pdAddress(),
      "--table",
      "test.t",
      "--csv",
      csv.toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  private Path csv(int rows) throws IOException {
    return Files.writeString(
        folder.resolve("t.csv"),
        IntStream.range(0, rows)
            .mapToObj(i -> i + ",v" + i + "\n")
            .collect(Collectors.joining("", "id,v\n", "")));
  }

  @Test
  void printsEveryCheckOfAGoodCluster() {
    CommandRun run = precheck();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("CHECK_TARGET_TABLE_EMPTY +critical +passed")
        .containsPattern("CHECK_TARGET_PRIVILEGES +critical +passed +user 'root' has SELECT")
        .contains("16 checks: 14 passed, 0 failed, 2 skipped");
  }

  @Test
  void endsWithTheCodeOfTheFirstFailureAndPrintsAll() {
    cluster.putEtcd("/tidb/br-stream/info/pitr", "");
    cluster.pretendDdlJob("test", "t", "add index", "queueing");
    CommandRun run = precheck();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.out()).contains("16 checks").contains("2 failed");
    assertThat(run.err())
        .contains("DDL job 1 (add index)")
        .contains("pitr")
        .contains("[TABLE_IN_USE]");
  }

  @Test
  void estimatesALoadAndLeavesTheTableEmpty() throws IOException {
    CommandRun run = dryRun(csv(3000));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("3,000 read, 0 bad in the sample")
        .contains("about 6,000 (")
        .containsPattern("regions +2\n")
        .containsPattern("CHECK_TARGET_CLUSTER_SIZE +warning +passed")
        .containsPattern("CHECK_LOCAL_TEMP_KV_DIR +warning +passed")
        .contains("seconds");
    assertThat(dryRun(csv(3000)).exitCode()).as("nothing was written").isZero();
    CommandRun read =
        CommandRun.of("read", "--pd", cluster.pdAddress(), "--table", "test.t", "--format", "csv");
    assertThat(read.out()).isEqualTo("\"id\",\"v\"\n");
  }

  @Test
  void readsNoRowsWhenACriticalCheckFails() throws IOException {
    cluster.putEtcd("/tidb/br-stream/info/pitr", "");
    CommandRun run = dryRun(csv(3));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.out()).contains("CHECK_TARGET_USING_CDC_PITR").doesNotContain("KVs  ");
  }
}
