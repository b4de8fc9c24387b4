package io.thunderhead.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.load.TableReader;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A load of which executor processes are killed goes on and ends well: every row once, in the table
 * or among the bad rows.
 */
@Tag("killed-processes")
class KilledExecutorIT {
  private static final int EXECUTORS = 2;
  private static final long PATIENCE_MINUTES = 15;
  private static final Pattern BAD_ID = Pattern.compile("\"values\":\\[\"(\\d+)\"");

  @TempDir private static Path folder;

  private static MiniCluster cluster;
  private static Jvm driver;
  private static final BlockingQueue<String> ENDS = new LinkedBlockingQueue<>();

  /** When executors are killed: one, or both with all that they hold of the shuffle. */
  private enum Moment {
    SAMPLE,
    ENCODE,
    WRITE,
    INGEST;

    /** Returns the step in which the executor kills itself that computes a certain row. */
    String deadlyStep() {
      return switch (this) {
        case SAMPLE -> "sample";
        case ENCODE -> "encode-and-sort";
        default -> "none";
      };
    }

    /** Lets calls of executors be what kills them; counts those that are gone. */
    void arm(AtomicInteger killed) {
      switch (this) {
        case SAMPLE, ENCODE -> {}
        case WRITE -> {
          cluster.beforeNext(Rpc.WRITE, () -> {});
          cluster.beforeNext(Rpc.WRITE, () -> killed.addAndGet(driver.killChildren(1)));
        }
        case INGEST -> {
          cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
          cluster.beforeNext(
              Rpc.MULTI_INGEST, () -> killed.addAndGet(driver.killChildren(EXECUTORS)));
        }
      }
    }

    String table() {
      return "it.executor_" + name().toLowerCase(Locale.ROOT);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    cluster = MiniCluster.builder().stores(3).replicas(3).start();
    cluster.execute("CREATE DATABASE it");
    driver =
        Jvm.start(
            folder,
            List.of(Jvm.shipped("connector.jar"), Jvm.probes()),
            Jvm.distribution(folder),
            KilledExecutorIT::note,
            "-Dspark.master=local-cluster[" + EXECUTORS + ",1,1024]",
            "-Dspark.app.name=loads",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.executor.extraClassPath=" + Jvm.shipped("connector.jar") + ":" + Jvm.probes(),
            "-Dspark.executor.extraJavaOptions=-Djava.net.preferIPv4Stack=true -XX:TieredStopAtLevel=1",
            "-Dspark.shuffle.io.maxRetries=1",
            "-Dspark.shuffle.io.retryWait=100ms",
            "-XX:TieredStopAtLevel=1",
            LoadsProbe.class.getName(),
            cluster.pdAddress());
    assertThat(ENDS.poll(PATIENCE_MINUTES, TimeUnit.MINUTES)).isEqualTo("ready");
  }

  private static void note(String line) {
    if (line.equals("ready") || line.startsWith("ended ") || line.startsWith("failed ")) {
      ENDS.add(line);
    }
  }

  @AfterAll
  static void stop() {
    driver.close();
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void loadsEveryRowOnce(Moment moment) throws Exception {
    cluster.execute(
        "CREATE TABLE %s (id BIGINT PRIMARY KEY, k BIGINT NOT NULL, v VARCHAR(20) NOT NULL, UNIQUE KEY (k), KEY (v))"
            .formatted(moment.table()));
    Path own = Files.createDirectory(folder.resolve(moment.name()));
    Path armed = Files.createFile(own.resolve("armed"));
    AtomicInteger killed = new AtomicInteger();
    moment.arm(killed);
    driver.tell(String.join(" ", moment.table(), own.toString(), moment.deadlyStep()));
    assertThat(ENDS.poll(PATIENCE_MINUTES, TimeUnit.MINUTES)).isEqualTo("ended " + moment.table());
    assertThat(killed.get() > 0 || Files.notExists(armed)).as("an executor was killed").isTrue();

    assertThat(ids(moment.table())).isEqualTo(goodIds());
    assertThat(badIds(own.resolve("bad"))).containsExactlyInAnyOrderElementsOf(bad());
    assertThat(cluster.leftOnCluster().labelRules()).isEmpty();
    assertThat(cluster.leftOnCluster()).extracting(LeftOnCluster::safePoints).isEqualTo(List.of());
  }

  private static List<Long> bad() {
    return LongStream.range(0, LoadsProbe.ROWS)
        .filter(id -> id % LoadsProbe.BAD == 7)
        .boxed()
        .toList();
  }

  private static List<Long> goodIds() {
    return LongStream.range(0, LoadsProbe.ROWS)
        .filter(id -> id % LoadsProbe.BAD != 7)
        .boxed()
        .toList();
  }

  /** Reads the ids of all rows in the order of the table. */
  private static List<Long> ids(String table) {
    return TableReader.read(
            cluster.pdAddresses(),
            new TableName("it", table.substring("it.".length())),
            ZoneOffset.UTC,
            Integer.MAX_VALUE)
        .rows()
        .stream()
        .map(row -> Long.valueOf(row.get(0)))
        .toList();
  }

  private static List<Long> badIds(Path place) throws IOException {
    List<Long> ids = new ArrayList<>();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          Matcher id = BAD_ID.matcher(line);
          assertThat(id.find()).as(line).isTrue();
          ids.add(Long.valueOf(id.group(1)));
        }
      }
    }
    return ids;
  }
}
