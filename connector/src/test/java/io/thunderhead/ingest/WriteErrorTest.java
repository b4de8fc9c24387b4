package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.Rpc;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error of a Write stream, row by row (import-protocol 2.12, 3.3, 3.4). */
class WriteErrorTest {
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

  /**
   * An error that a later try mends.
   *
   * @param told what the history says of it
   * @param scans how often the regions are looked up until the job is done
   */
  private record Passing(Fault fault, String told, int scans) {
    @Override
    public String toString() {
      return told;
    }
  }

  static Stream<Passing> sameRegionAgain() {
    return Stream.of(
        new Passing(
            Fault.importError("RequestTooNew(\"please retry write later\")"), "RequestTooNew", 1),
        new Passing(Fault.importResponse("RequestTooNew"), "RequestTooNew", 1));
  }

  static Stream<Passing> regionsAnew() {
    Stream<Passing> named =
        Stream.of("RequestTooOld(\"rescan region later\")", "ResourceNotEnough", "InvalidChunk")
            .map(text -> new Passing(Fault.importError(text), text, 2));
    Stream<Passing> statuses =
        Stream.of(
                "DEADLINE_EXCEEDED",
                "NOT_FOUND",
                "ALREADY_EXISTS",
                "PERMISSION_DENIED",
                "RESOURCE_EXHAUSTED",
                "ABORTED",
                "OUT_OF_RANGE",
                "UNAVAILABLE",
                "DATA_LOSS",
                "UNKNOWN",
                "INTERNAL",
                "CANCELLED")
            .map(code -> new Passing(Fault.status(code, "so it is"), code + " so it is", 2));
    Stream<Passing> answers =
        Stream.of(
            new Passing(Fault.importResponse("Engine(\"io\")"), "Engine", 2),
            new Passing(Fault.emptyResponse(), "wrote no SST", 2),
            new Passing(Fault.dropResponse(), "UNAVAILABLE connection reset", 2));
    return Stream.of(named, statuses, answers).flatMap(s -> s);
  }

  static Stream<Passing> passing() {
    return Stream.concat(sameRegionAgain(), regionsAnew());
  }

  @ParameterizedTest
  @MethodSource("passing")
  void writesAgainAfter(Passing error) {
    bench.fail(Rpc.WRITE, error.fault(), 1);
    RegionJobBench.Done done = bench.run(3);
    assertThat(done.retries()).isEqualTo(1);
    assertThat(done.scans()).isEqualTo(error.scans());
    assertThat(done.ingests()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void tellsTheTriesWhenItDoesNotPass(Passing error) {
    bench.fail(Rpc.WRITE, error.fault(), 1000);
    LoadException failure = bench.failure(3);
    assertThat(failure.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
    assertThat(failure)
        .hasMessageContaining("failed 3 times, the last: #1 to #3 write to region ")
        .hasMessageContaining(error.told());
  }

  /** An error that no try can mend, with the code that the load ends with. */
  private record Fatal(Fault fault, ErrorCode code, String told) {
    @Override
    public String toString() {
      return told;
    }
  }

  static Stream<Fatal> fatal() {
    String order = "Engine(RocksDb(\"Keys must be added in strict ascending order.\"))";
    Stream<Fatal> named =
        Stream.of(
            new Fatal(
                Fault.importError("DiskSpaceNotEnough"), ErrorCode.DISK_FULL, "DiskSpaceNotEnough"),
            new Fatal(
                Fault.importResponse("DiskSpaceNotEnough"),
                ErrorCode.DISK_FULL,
                "DiskSpaceNotEnough"),
            new Fatal(Fault.importError(order), ErrorCode.INTERNAL, "strict ascending order"),
            new Fatal(
                Fault.importError("InvalidKeyMode { mode: TiDB }"),
                ErrorCode.UNSUPPORTED,
                "keyspaces"));
    Stream<Fatal> statuses =
        List.of("INVALID_ARGUMENT", "FAILED_PRECONDITION", "UNIMPLEMENTED", "UNAUTHENTICATED")
            .stream()
            .map(c -> new Fatal(Fault.status(c, "never"), ErrorCode.CLUSTER_PROTOCOL, c));
    return Stream.concat(named, statuses);
  }

  @ParameterizedTest
  @MethodSource("fatal")
  void endsAtOnceWith(Fatal error) {
    bench.fail(Rpc.WRITE, Fault.importError("RequestTooOld(\"rescan\")"), 1);
    bench.fail(Rpc.WRITE, error.fault(), 1);
    LoadException failure = bench.failure(9);
    assertThat(failure.code()).isEqualTo(error.code());
    assertThat(failure)
        .hasMessageContaining(error.told())
        .hasMessageContaining("It failed 1 times before: #1 write to region ")
        .hasMessageContaining("RequestTooOld");
  }

  @Test
  void writesAgainWhenAPeerTakesTooLong() {
    bench.timeout(Duration.ofSeconds(3));
    bench.fail(Rpc.WRITE, Fault.noResponse(), 1);
    RegionJobBench.Done done = bench.run(9);
    assertThat(done.retries()).isPositive();
    assertThat(done.scans()).isGreaterThan(1);
  }

  @Test
  void tellsDifferentErrorsInTheirOrder() {
    bench.fail(Rpc.WRITE, Fault.importError("RequestTooNew(\"a\")"), 2);
    bench.fail(Rpc.WRITE, Fault.status("UNAVAILABLE", "gone"), 1);
    bench.fail(Rpc.WRITE, Fault.importError("ResourceNotEnough"), 1);
    LoadException failure = bench.failure(4);
    assertThat(failure.getMessage())
        .matches("(?s).*#1 to #2 .*RequestTooNew.*#3 .*UNAVAILABLE gone.*#4 .*ResourceNotEnough.*");
  }
}
