package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error of an ingest, row by row (import-protocol 2.12, 3.2, 3.8). */
class IngestErrorTest {
  private static final int PEERS = 3;
  private static final Set<RegionErrorKind> RESCANS =
      EnumSet.of(
          RegionErrorKind.NOT_LEADER,
          RegionErrorKind.REGION_NOT_FOUND,
          RegionErrorKind.READ_INDEX_NOT_READY,
          RegionErrorKind.RAFT_PROPOSAL_DROPPED);

  private static RegionJobBench bench;

  @BeforeAll
  static void start() {
    bench = new RegionJobBench();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @BeforeEach
  void freshTable() {
    bench.nextTable();
  }

  @ParameterizedTest
  @EnumSource(
      value = RegionErrorKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISK_FULL"})
  void ingestsAfter(RegionErrorKind kind) {
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(kind), 1);
    RegionJobBench.Done done = bench.run(3);
    boolean keepsTheSst = kind == RegionErrorKind.SERVER_IS_BUSY;
    assertThat(done.retries()).isEqualTo(1);
    assertThat(done.ingests()).isEqualTo(2);
    assertThat(done.writes()).isEqualTo(keepsTheSst ? PEERS : 2 * PEERS);
    assertThat(done.scans()).isEqualTo(RESCANS.contains(kind) ? 2 : 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = RegionErrorKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISK_FULL"})
  void tellsTheTriesWhenItDoesNotPass(RegionErrorKind kind) {
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(kind), 1000);
    LoadException failure = bench.failure(3);
    assertThat(failure.code())
        .isEqualTo(
            kind == RegionErrorKind.UNDETERMINED_RESULT
                ? ErrorCode.INGEST_STATE_UNKNOWN
                : ErrorCode.RETRIES_EXHAUSTED);
    String name =
        kind == RegionErrorKind.RAFT_PROPOSAL_DROPPED
            ? "raft: proposal dropped"
            : kind.name().replace("_", "");
    assertThat(failure.getMessage().toLowerCase(java.util.Locale.ROOT))
        .contains("failed 3 times, the last: #1 to #3 ingest into region ")
        .contains(name.toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void endsAtOnceWhenTheDiskIsFull() {
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.NOT_LEADER), 1);
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.DISK_FULL), 1);
    LoadException failure = bench.failure(9);
    assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(failure)
        .hasMessageContaining("has no room left")
        .hasMessageContaining("It failed 1 times before: #1 ingest into region ")
        .hasMessageContaining("NotLeader");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "UNAUTHENTICATED"})
  void endsAtOnceWhenTheStoreNeverTakesTheRequest(String code) {
    bench.fail(Rpc.MULTI_INGEST, Fault.status(code, "never"), 1);
    LoadException failure = bench.failure(9);
    assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL);
    assertThat(failure).hasMessageContaining(code + " never");
  }

  @Test
  void ingestsFileByFileWhereStoresKnowNoMultiIngest() {
    bench.fail(Rpc.MULTI_INGEST, Fault.status("UNIMPLEMENTED", "unknown method"), 1);
    RegionJobBench.Done done = bench.run(3);
    assertThat(done.retries()).isZero();
  }

  @Test
  void endsAtOnceWhenTheStoreKnowsNoIngestAtAll() {
    bench.fail(Rpc.MULTI_INGEST, Fault.status("UNIMPLEMENTED", "unknown method"), 1);
    bench.fail(Rpc.INGEST, Fault.status("UNIMPLEMENTED", "unknown method"), 1);
    LoadException failure = bench.failure(9);
    assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL);
    assertThat(failure).hasMessageContaining("UNIMPLEMENTED unknown method");
  }

  @Test
  void endsAtOnceWhenTheStoreKeepsKeysOfKeyspaces() {
    bench.fail(Rpc.MULTI_INGEST, Fault.importError("IncompatibleApiVersion"), 1);
    LoadException failure = bench.failure(9);
    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(failure).hasMessageContaining("storage.api-version = 1");
  }

  static Stream<String> unanswered() {
    return Stream.of(
        "UNAVAILABLE",
        "DEADLINE_EXCEEDED",
        "UNKNOWN",
        "RESOURCE_EXHAUSTED",
        "INTERNAL",
        "CANCELLED",
        "ABORTED");
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void ingestsTheSameSstAgainAfter(String code) {
    bench.fail(Rpc.MULTI_INGEST, Fault.status(code, "gone"), 2);
    RegionJobBench.Done done = bench.run(4);
    assertThat(done.retries()).isEqualTo(2);
    assertThat(done.writes()).isEqualTo(PEERS);
    assertThat(done.ingests()).isEqualTo(3);
    assertThat(done.scans()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void callsTheOutcomeUnknownAfter(String code) {
    bench.fail(Rpc.MULTI_INGEST, Fault.status(code, "gone"), 1000);
    LoadException failure = bench.failure(2);
    assertThat(failure.code()).isEqualTo(ErrorCode.INGEST_STATE_UNKNOWN);
    assertThat(failure).hasMessageContaining("#1 to #2 ingest into region ");
    assertThat(failure).hasMessageContaining("no answer, " + code + " gone");
  }

  @Test
  void looksForAnotherLeaderWhenOneNeverAnswers() {
    bench.fail(Rpc.MULTI_INGEST, Fault.status("UNAVAILABLE", "gone"), 3);
    RegionJobBench.Done done = bench.run(9);
    assertThat(done.scans()).isEqualTo(2);
    assertThat(done.writes()).isEqualTo(2 * PEERS);
  }

  @Test
  void remembersThatTheOutcomeIsUnknownWhenTheRegionsAreLookedUpAnew() {
    bench.fail(Rpc.MULTI_INGEST, Fault.status("UNAVAILABLE", "gone"), 1);
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.NOT_LEADER), 1000);
    LoadException failure = bench.failure(4);
    assertThat(failure.code()).isEqualTo(ErrorCode.INGEST_STATE_UNKNOWN);
    assertThat(failure.getMessage()).matches("(?s).*#1 .*UNAVAILABLE.*#2 to #4 .*NotLeader.*");
  }

  @Test
  void writesAgainWhenTheUnseenIngestTookTheFile() {
    bench.fail(Rpc.MULTI_INGEST, Fault.dropResponse(), 1);
    RegionJobBench.Done done = bench.run(9);
    assertThat(done.retries()).isEqualTo(2);
    assertThat(done.writes()).isEqualTo(2 * PEERS);
  }

  @Test
  void ingestsAgainWhenTheAnswerTakesTooLong() {
    bench.timeout(Duration.ofSeconds(3));
    bench.fail(Rpc.MULTI_INGEST, Fault.noResponse(), 1);
    assertThat(bench.run(9).retries()).isPositive();
  }

  @Test
  void cutsTheJobAnewWhenTheRegionWasSplit() {
    bench.cluster().beforeNext(Rpc.MULTI_INGEST, () -> bench.cluster().splitRegion(bench.key(7)));
    RegionJobBench.Done done = bench.run(9);
    assertThat(done.results()).hasSize(2);
    assertThat(done.scans()).isEqualTo(2);
  }

  @Test
  void writesToTheSuccessorThatTheStoreNames() {
    bench.cluster().splitRegion(bench.key(0));
    bench.cluster().splitRegion(bench.key(100));
    bench.cluster().beforeNext(Rpc.MULTI_INGEST, () -> bench.cluster().splitRegion(bench.key(50)));
    RegionJobBench.Done done = bench.run(9);
    assertThat(done.results()).hasSize(1);
    assertThat(done.scans()).isEqualTo(1);
    assertThat(done.writes()).isEqualTo(2 * PEERS);
  }
}
