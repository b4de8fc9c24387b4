package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error of an Upload and of the question before it (import-protocol 2.12, 3.3, 3.7). */
class UploadErrorTest {
  private static final int PEERS = 3;

  /** The KVs of a job make a file of each column family. */
  private static final int FILES = 2;

  @TempDir static Path folder;
  private static RegionJobBench bench;

  @BeforeAll
  static void start() {
    bench = new RegionJobBench(folder);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @BeforeEach
  void freshTable() {
    bench.nextTable();
  }

  @AfterEach
  void leavesNoFile() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void uploadsEachFileToEveryPeerOnce() {
    RegionJobBench.Done done = bench.run(3);
    assertThat(done.writes()).as("questions whether peers know the region").isEqualTo(PEERS);
    assertThat(done.uploads()).isEqualTo(FILES * PEERS);
    assertThat(done.ingests()).isEqualTo(1);
    assertThat(done.results().get(0).sstCount()).isEqualTo(FILES);
    assertThat(done.results().get(0).sentBytes()).isBetween(1000L, 20_000L);
  }

  static Stream<String> passingTexts() {
    return Stream.of(
        "RequestTooOld(\"rescan region later\")",
        "ResourceNotEnough",
        "InvalidChunk",
        "FileExists(\"a.sst\", \"create SST upload cache\")",
        "FileCorrupted(\"a.sst\", \"crc32 1, expect 2\")");
  }

  @ParameterizedTest
  @MethodSource("passingTexts")
  void uploadsAgainUnderAnotherNameAfter(String text) {
    bench.fail(Rpc.UPLOAD, Fault.importError(text), 1);
    RegionJobBench.Done done = bench.run(3);
    assertThat(done.retries()).isEqualTo(1);
    assertThat(done.scans()).isEqualTo(2);
    assertThat(done.ingests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DEADLINE_EXCEEDED", "UNAVAILABLE", "UNKNOWN", "INTERNAL", "RESOURCE_EXHAUSTED"})
  void uploadsAgainAfterStatus(String code) {
    bench.fail(Rpc.UPLOAD, Fault.status(code, "so it is"), 1);
    assertThat(bench.run(3).retries()).isEqualTo(1);
  }

  @Test
  void uploadsAgainWhenTheAnswerIsLost() {
    bench.fail(Rpc.UPLOAD, Fault.dropResponse(), 1);
    assertThat(bench.run(3).retries()).isEqualTo(1);
  }

  @Test
  void tellsTheTriesWhenItDoesNotPass() {
    bench.fail(Rpc.UPLOAD, Fault.importError("FileCorrupted(\"a\", \"crc32 1, expect 2\")"), 1000);
    LoadException failure = bench.failure(3);
    assertThat(failure.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
    assertThat(failure)
        .hasMessageContaining("failed 3 times")
        .hasMessageContaining("crc32 1, expect 2");
  }

  @Test
  void endsAtOnceWhenTheDiskIsFull() {
    bench.fail(Rpc.UPLOAD, Fault.importError("DiskSpaceNotEnough"), 1);
    assertThat(bench.failure(9).code()).isEqualTo(ErrorCode.DISK_FULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INVALID_ARGUMENT", "UNIMPLEMENTED", "UNAUTHENTICATED"})
  void endsAtOnceWhenTheStoreNeverTakesTheRequest(String code) {
    bench.fail(Rpc.UPLOAD, Fault.status(code, "never"), 1);
    assertThat(bench.failure(9).code()).isEqualTo(ErrorCode.CLUSTER_PROTOCOL);
  }

  @Test
  void asksTheSameRegionAgainWhenAPeerIsBehind() {
    bench.fail(Rpc.WRITE, Fault.importError("RequestTooNew(\"please retry write later\")"), 2);
    RegionJobBench.Done done = bench.run(5);
    assertThat(done.scans()).isEqualTo(1);
    assertThat(done.uploads()).as("nothing is uploaded before").isEqualTo(FILES * PEERS);
  }

  @Test
  void looksForTheRegionsAnewWhenAPeerIsAhead() {
    bench.fail(Rpc.WRITE, Fault.importError("RequestTooOld(\"rescan region later\")"), 1);
    RegionJobBench.Done done = bench.run(5);
    assertThat(done.scans()).isEqualTo(2);
    assertThat(done.uploads()).isEqualTo(FILES * PEERS);
  }

  @Test
  void keepsTheUploadedFilesWhileTheStoreIsBusy() {
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.SERVER_IS_BUSY), 2);
    RegionJobBench.Done done = bench.run(5);
    assertThat(done.uploads()).isEqualTo(FILES * PEERS);
    assertThat(done.ingests()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = RegionErrorKind.class,
      names = {"STALE_COMMAND", "EPOCH_NOT_MATCH", "NOT_LEADER", "UNDETERMINED_RESULT"})
  void uploadsAgainAfterRefusedIngest(RegionErrorKind kind) {
    bench.fail(Rpc.MULTI_INGEST, Fault.regionError(kind), 1);
    RegionJobBench.Done done = bench.run(5);
    assertThat(done.uploads()).isEqualTo(2 * FILES * PEERS);
  }

  @Test
  void cutsTheFilesAnewWhenTheRegionWasSplitBehindTheUpload() {
    bench.cluster().beforeNext(Rpc.MULTI_INGEST, () -> bench.cluster().splitRegion(bench.key(7)));
    RegionJobBench.Done done = bench.run(9);
    assertThat(done.results()).hasSize(2);
    assertThat(done.uploads()).isEqualTo(3 * FILES * PEERS);
  }
}
