package io.thunderhead.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.job.Thunderhead;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.RegionView;
import io.thunderhead.mini.Rpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A driver whose process is killed leaves nothing on the cluster once its times have passed, and
 * the next load of the same arguments loads, or says what to remove.
 */
@Tag("killed-processes")
class KilledDriverIT {
  private static final int ROWS = 12_000;
  private static final int KILLED = 128 + 9;

  /** Longer than any life that a load gives to what it sets up. */
  private static final Duration ALL_LIVES = Duration.ofMinutes(61);

  @TempDir private static Path folder;

  private static MiniCluster cluster;

  /** When a driver is killed, and whether rows are in its table then. */
  private enum Moment {
    PRECHECK(false),
    SAMPLE(false),
    SPLIT(false),
    WRITE(false),
    INGEST(true),
    CHECKSUM(true),
    COMMIT(true);

    private final boolean rowsAreIn;

    Moment(boolean rowsAreIn) {
      this.rowsAreIn = rowsAreIn;
    }

    /** Sets the trap in the cluster; the call that sets it off is answered to nobody. */
    void arm(Runnable kill) {
      switch (this) {
        case PRECHECK -> cluster.beforeNext(Rpc.ETCD_RANGE, kill);
        case SAMPLE -> {}
        case SPLIT -> cluster.beforeNext(Rpc.SPLIT_REGION, kill);
        case WRITE -> cluster.beforeNext(Rpc.WRITE, kill);
        case INGEST -> {
          cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
          cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
          cluster.beforeNext(Rpc.MULTI_INGEST, kill);
        }
        case CHECKSUM -> cluster.beforeNext(Rpc.COPROCESSOR, kill);
        case COMMIT ->
            cluster.beforeNext(
                Rpc.COPROCESSOR, () -> cluster.beforeNext(Rpc.UPDATE_SERVICE_GC_SAFE_POINT, kill));
      }
    }

    /** Tells whether a line of the driver sets the trap off. */
    boolean isTold(String line) {
      return this == SAMPLE && line.equals("sample");
    }

    String table() {
      return "it." + name().toLowerCase(Locale.ROOT);
    }
  }

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = MiniCluster.builder().stores(3).replicas(3).start();
    cluster.execute("CREATE DATABASE it");
    StringBuilder csv = new StringBuilder("id,k,v\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(i).append(',').append(i * 7L).append(",row ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void leavesNothingAndLetsTheNextLoadIn(Moment moment) throws Exception {
    cluster.execute(
        "CREATE TABLE %s (id BIGINT NOT NULL, k BIGINT NOT NULL, v VARCHAR(20), UNIQUE KEY (k), KEY (v))"
            .formatted(moment.table()));
    String[] load = load(moment.table());
    killDriver(moment, load);
    cluster.passTime(ALL_LIVES);
    assertNothingHolds();

    CommandRun second = CommandRun.of(load);
    if (moment.rowsAreIn) {
      assertThat(second.exitCode()).as(second.output()).isEqualTo(2);
      assertThat(second.output()).contains("TRUNCATE TABLE");
      cluster.execute("TRUNCATE TABLE " + moment.table());
      second = CommandRun.of(load);
    }
    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(second.output())
        .contains("%1$,d read = %1$,d loaded + 0 set aside".formatted(ROWS), "sent = stored");
    assertNothingHolds();
    assertThat(filesAfterRegionsMoved()).isEmpty();
  }

  private static String[] load(String table) {
    return new String[] {
      "import",
      "--pd",
      cluster.pdAddress(),
      "--tidb",
      cluster.tidbAddress(),
      "--table",
      table,
      "--csv",
      folder.resolve("rows.csv").toString(),
      "--region-split-keys",
      "8000"
    };
  }

  private static void killDriver(Moment moment, String[] load) throws Exception {
    CompletableFuture<Jvm> driver = new CompletableFuture<>();
    moment.arm(() -> driver.join().kill());
    Stream<String> program = Stream.of("-XX:TieredStopAtLevel=1", Thunderhead.class.getName());
    try (Jvm jvm =
        Jvm.start(
            folder,
            List.of(Jvm.shipped("jobs.jar"), Jvm.jarOf(com.mysql.cj.jdbc.Driver.class)),
            Map.of(),
            line -> {
              if (moment.isTold(line)) {
                driver.join().kill();
              }
            },
            Stream.concat(program, Stream.of(load)).toArray(String[]::new))) {
      driver.complete(jvm);
      Jvm.Result result = jvm.result();
      assertThat(result.exitCode()).as(result.output()).isEqualTo(KILLED);
    } finally {
      cluster.clearFaults();
    }
  }

  /** Files of SSTs are not among it: a store keeps them while their region has not changed. */
  private static void assertNothingHolds() {
    LeftOnCluster left = cluster.leftOnCluster();
    assertThat(left.labelRules()).isEmpty();
    assertThat(left.registrations()).isEmpty();
    assertThat(left.safePoints()).isEmpty();
    assertThat(left.importingStores()).isEmpty();
    assertThat(left.forcedRanges()).isEmpty();
  }

  /** What is left in the stores' folders when every region has a later epoch. */
  private static List<String> filesAfterRegionsMoved() {
    for (RegionView region : cluster.regions()) {
      boolean mentioned =
          cluster.leftOnCluster().files().stream()
              .anyMatch(file -> file.contains("_" + region.id() + "_"));
      if (mentioned) {
        byte[] inside = Arrays.copyOf(region.start(), region.start().length + 1);
        cluster.disturbEpoch(inside);
      }
    }
    cluster.cleanUpImports();
    return cluster.leftOnCluster().files();
  }
}
