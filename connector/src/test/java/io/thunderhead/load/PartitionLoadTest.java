package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.PartitionInfo;
import io.thunderhead.testing.LoadFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads into some partitions of a table, beside rows and loads of others. */
class PartitionLoadTest {
  @TempDir private Path folder;

  private MiniCluster cluster;

  @BeforeEach
  void createTable() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute(
        "CREATE TABLE test.t (id BIGINT NOT NULL, k BIGINT NOT NULL, v VARCHAR(40), KEY (v),"
            + " UNIQUE KEY (id)) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (1000),"
            + " PARTITION P1 VALUES LESS THAN (2000), PARTITION `p,2` VALUES LESS THAN MAXVALUE)");
  }

  @AfterEach
  void close() {
    assertThat(cluster.leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
    cluster.close();
  }

  @Test
  void fillsPartitionsThatAreEmptyBesideOthersThatAreNot() {
    load(0, 300);
    LoadReport report = load(1_000, 1_200, "partitions", "p1");
    assertThat(report.rowsLoaded()).isEqualTo(200);
    assertThat(report.checksumsEqual()).isTrue();
    LoadException full = failure(1_300, 1_310, "partitions", "p1");
    assertThat(full.code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY);
    assertThat(full).hasMessageContaining("TRUNCATE PARTITION P1");
    assertThat(ids()).isEqualTo(texts(0, 300, 1_000, 1_200));
  }

  @Test
  void refusesRowsOfOtherPartitionsAsTidbDoes() {
    LoadException failure = failure(990, 1_010, "partitions", "p0,`p,2`");
    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW);
    assertThat(failure)
        .hasMessageContaining("found a row not matching the given partition set (TiDB error 1748)")
        .hasMessageContaining("it belongs to partition P1, and option partitions names p0, p,2");
    cluster.execute("ALTER TABLE test.t TRUNCATE PARTITION p0");
    LoadReport report =
        load(
            990,
            1_010,
            "partitions",
            "p0",
            "max-error",
            "10",
            "bad-rows",
            folder.resolve("bad").toString());
    assertThat(report.rowsRead()).isEqualTo(20);
    assertThat(report.rowsLoaded()).isEqualTo(10);
    assertThat(report.badRows().total()).isEqualTo(10);
    assertThat(ids()).isEqualTo(texts(990, 1_000));
  }

  @Test
  void appendsToPartitionsAndComparesWhatWasAdded() {
    load(500, 1_500);
    LoadReport report = load(0, 500, "partitions", "p0", "mode", "append");
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.local().kvs()).isEqualTo(1_500);
    assertThat(ids()).isEqualTo(texts(0, 1_500));
    assertThat(failure(400, 600, "partitions", "p0", "mode", "append").code())
        .isEqualTo(ErrorCode.DUPLICATE_KEY);
  }

  @Test
  void overwritesPartitionsAlone() {
    load(500, 1_500);
    List<Long> before = physicalIds();
    LoadReport report = load(10, 20, "partitions", "p0", "mode", "overwrite");
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(ids()).isEqualTo(texts(10, 20, 1_000, 1_500));
    assertThat(physicalIds().get(0)).isNotEqualTo(before.get(0));
    assertThat(physicalIds().subList(1, 3)).isEqualTo(before.subList(1, 3));
  }

  @Test
  void refusesPartitionsThatAreNotThere() {
    assertThat(failure(0, 1, "partitions", "p0,q"))
        .hasMessageContaining("unknown partition 'q' in table 't' (TiDB error 1735)");
    cluster.execute("CREATE TABLE test.whole (id BIGINT, k BIGINT, v VARCHAR(40))");
    assertThat(failure(0, 1, "partitions", "p0", "table", "test.whole"))
        .hasMessageContaining("not partitioned (TiDB error 1747)");
  }

  @Test
  void refusesAnIndexThatSpansPartitions() {
    cluster.execute(
        "CREATE TABLE test.g (id BIGINT NOT NULL, k BIGINT NOT NULL, v VARCHAR(40),"
            + " UNIQUE KEY uk (k) GLOBAL) PARTITION BY HASH (id) PARTITIONS 3");
    LoadException failure = failure(0, 1, "partitions", "p0", "table", "test.g");
    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(failure).hasMessageContaining("index uk is global and spans all partitions");
  }

  @Test
  void twoLoadsIntoTwoPartitionsRunAtOnceAndShareNoIds() {
    List<LoadReport> second = new ArrayList<>();
    cluster.beforeNext(Rpc.MULTI_INGEST, () -> second.add(load(1_000, 1_400, "partitions", "p1")));
    LoadReport first = load(0, 400, "partitions", "p0");
    assertThat(Stream.of(first, second.get(0)).map(LoadReport::checksumsEqual)).containsOnly(true);
    assertThat(ids()).isEqualTo(texts(0, 400, 1_000, 1_400));
    assertThat(first.allocators().get(0)).startsWith("1 to ");
    long last = Long.parseLong(first.allocators().get(0).split(" ", -1)[2]);
    assertThat(second.get(0).allocators().get(0)).startsWith(last + 1 + " to ");
  }

  @Test
  void loadsThatShareAPartitionExcludeEachOther() {
    List<LoadException> others = new ArrayList<>();
    cluster.beforeNext(
        Rpc.MULTI_INGEST,
        () -> {
          others.add(failure(0, 10, "partitions", "p1,p0"));
          others.add(failure(0, 10));
        });
    load(0, 400, "partitions", "p0", "job-dir", folder.toString());
    assertThat(others.stream().map(LoadException::code)).containsOnly(ErrorCode.TABLE_IN_USE);
    assertThat(others)
        .allSatisfy(each -> assertThat(each).hasMessageMatching("(?s).*load \\d+ into p0 of.*"));

    cluster.beforeNext(
        Rpc.MULTI_INGEST, () -> others.add(failure(1_000, 1_010, "partitions", "p1")));
    load(2_000, 2_400, "mode", "append");
    assertThat(others.get(2).code()).isEqualTo(ErrorCode.TABLE_IN_USE);
    assertThat(ids()).isEqualTo(texts(0, 400, 2_000, 2_400));
  }

  private LoadReport load(long from, long to, String... more) {
    return BulkLoad.run(LoadFixture.rows(from, to), options(more), line -> {});
  }

  private LoadException failure(long from, long to, String... more) {
    return catchThrowableOfType(LoadException.class, () -> load(from, to, more));
  }

  private LoadOptions options(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", cluster.pdAddress());
    options.put("tidb", cluster.tidbAddress());
    options.put("table", "test.t");
    options.put("retry-max-wait", "20ms");
    options.put("job-dir", "none");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return LoadOptions.parse(options);
  }

  private List<Long> physicalIds() {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      return new Preparation(options(), line -> {}, channels)
          .find(Long.MAX_VALUE).table().partition().definitions().stream()
              .map(PartitionInfo.Definition::id)
              .toList();
    }
  }

  private List<String> ids() {
    return TableReader.read(options(), 10_000).rows().stream()
        .map(row -> row.get(0))
        .sorted()
        .toList();
  }

  private static List<String> texts(long... bounds) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      LoadFixture.texts(bounds[i], bounds[i + 1]).forEach(row -> texts.add(row.get(0)));
    }
    return texts.stream().sorted().toList();
  }
}
