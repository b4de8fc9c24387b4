package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.conflict.ConflictModel;
import io.thunderhead.conflict.ConflictModel.Part;
import io.thunderhead.conflict.ConflictShape;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads with conflicts leave in the cluster what a load of the rows that stay would leave. */
class ConflictLoadTest {
  private static MiniCluster cluster;

  private ConflictTable table;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @MethodSource("io.thunderhead.conflict.ConflictShape#cases")
  void leavesWhatALoadOfTheStayingRowsLeaves(ConflictShape shape, ConflictStrategy strategy) {
    create(shape.ddl());
    List<List<Object>> rows = shape.rows(new Random(shape.name().hashCode()), 300, 250);
    LoadReport report = table.load(rows, "on-duplicate", strategy.word());
    List<Integer> staying = shape.model().staying(rows, strategy);
    assertThat(table.stored()).isEqualTo(table.encoded(rows, staying));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.rowsRead()).isEqualTo(300);
    assertThat(report.rowsLoaded()).isEqualTo(staying.size());
    assertThat(report.conflicts())
        .isEqualTo(
            new ConflictCounts(
                shape.model().inConflict(rows).size(), rows.size() - staying.size()));
  }

  @Test
  void changesNothingWithoutConflicts() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY (b))");
    List<List<Object>> rows = distinct(500);
    LoadReport report = table.load(rows, "on-duplicate", "replace");
    assertThat(report.conflicts()).isEqualTo(ConflictCounts.NONE);
    assertThat(report.seconds()).doesNotContainKey("conflict-resolution");
    assertThat(table.stored()).isEqualTo(table.encoded(rows, range(500)));
  }

  @Test
  void takesRowsOfSeveralRegionsAndLongValues() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(2000), d INT, UNIQUE KEY ub (b))");
    List<List<Object>> rows = distinct(400);
    for (int i = 0; i < 400; i += 7) {
      String text = "x".repeat(300 + i % 1000);
      rows.add(Arrays.asList(i, i + 1_000_000, text, 0));
      rows.add(Arrays.asList(i + 1_000_000, i + 1_000_003, text, 1));
      rows.add(Arrays.asList(i + 2_000_000, i, text, 1));
    }
    LoadReport report =
        table.load(
            rows, "on-duplicate", "replace", "region-split-keys", "150", "region-job-size", "8KiB");
    assertThat(report.regions()).isGreaterThan(5);
    List<Integer> staying =
        new ConflictModel(List.of(List.of(Part.of(0)), List.of(Part.of(1))))
            .staying(rows, ConflictStrategy.REPLACE);
    assertThat(table.stored()).isEqualTo(table.encoded(rows, staying));
  }

  @Test
  void failsWhenMoreRowsAreInConflictThanMayBe() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT)");
    List<List<Object>> rows = distinct(20);
    rows.addAll(distinct(3));
    LoadException failure =
        catchThrowableOfType(
            LoadException.class,
            () -> table.load(rows, "on-duplicate", "replace", "conflict-threshold", "5"));
    assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(failure).hasMessageContaining("conflict-threshold").hasMessageContaining("6 rows");
  }

  @Test
  void settlesTheSameWhenTasksRunTwiceAndRegionsSplit() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY ub (b))");
    List<List<Object>> rows = distinct(200);
    for (int i = 0; i < 200; i += 3) {
      rows.add(Arrays.asList(i, i + 1, "again", i));
    }
    LoadReport report =
        table.load(
            rows,
            line -> {
              if (line.startsWith("encode-and-sort") || line.equals("conflict-resolution")) {
                cluster.beforeNext(Rpc.MULTI_INGEST, () -> {});
                cluster.beforeNext(
                    Rpc.MULTI_INGEST,
                    () ->
                        cluster.failNext(
                            Rpc.MULTI_INGEST, Fault.regionError(RegionErrorKind.SERVER_IS_BUSY)));
              }
              if (line.equals("conflict-resolution")) {
                cluster.splitRegion(TableCodec.recordKey(table.table().id(), 100));
              }
            },
            "on-duplicate",
            "ignore",
            "region-job-retries",
            "1",
            "region-job-size",
            "1KiB");
    List<Integer> staying =
        new ConflictModel(List.of(List.of(Part.of(0)), List.of(Part.of(1))))
            .staying(rows, ConflictStrategy.IGNORE);
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(table.stored()).isEqualTo(table.encoded(rows, staying));
  }

  @Test
  void takesFilesInTheOrderOfTheirNames(@TempDir Path folder) throws IOException {
    create("CREATE TABLE %s (a INT PRIMARY KEY, c VARCHAR(20))");
    Files.writeString(folder.resolve("2.csv"), "a,c\n1,second\n2,x\n");
    Files.writeString(folder.resolve("1.csv"), "a,c\n3,y\n1,first\n");
    Path told = folder.resolve("told");
    LoadReport report =
        BulkLoad.run(
            LocalSpark.session(),
            new FileInput(
                TableFiles.of(
                    new FileLister(new Configuration()).list(List.of(folder + "/*.csv")), null),
                InputSettings.of(SourceOptions.parse(Map.of())),
                Map.of()),
            table.options("on-duplicate", "replace", "conflict-rows", told.toString()),
            line -> {});
    assertThat(TableReader.read(table.options(), 10).rows())
        .containsExactly(List.of("1", "second"), List.of("2", "x"), List.of("3", "y"));
    List<Row> lines =
        LocalSpark.session()
            .read()
            .option("header", "true")
            .option("escape", "\"")
            .csv(report.conflictRowsPlace())
            .orderBy("file")
            .collectAsList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).getString(3)).endsWith("/1.csv");
    assertThat(lines.get(0).getString(4)).isEqualTo("8");
    assertThat(lines.get(0).getString(7)).isEqualTo("{\"a\":\"1\",\"c\":\"first\"}");
    assertThat(lines.get(0).getString(8)).isEqualTo("replaced");
    assertThat(lines.get(1).getString(3)).endsWith("/2.csv");
    assertThat(lines.get(1).getString(8)).isEqualTo("kept");
  }

  @Test
  void tellsBothRowsOfTheFirstKeyThatStopsALoad() {
    create("CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY ub (b))");
    List<List<Object>> rows = distinct(20);
    rows.add(Arrays.asList(77, 5, "again", 1));
    LoadException failure = catchThrowableOfType(LoadException.class, () -> table.load(rows));
    assertThat(failure.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(failure)
        .hasMessageContaining("ub [\"5\"]")
        .hasMessageContaining(
            "row 6 of partition 0 {\"a\":\"5\",\"b\":\"5\",\"c\":\"t5\",\"d\":\"5\"}")
        .hasMessageContaining("row 7 of partition 2 {\"a\":\"77\"");
  }

  @Test
  void tellsEachRowInConflict(@TempDir Path folder) {
    create(
        "CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(20), d INT, UNIQUE KEY ubc (b, c))");
    List<List<Object>> rows =
        List.of(
            Arrays.asList(1, 1, "x", 1),
            Arrays.asList(2, 1, "x", 2),
            Arrays.asList(1, 5, "y, \"z\"", 3),
            Arrays.asList(4, 5, null, 4));
    LoadReport report =
        table.load(
            rows,
            "on-duplicate",
            "record",
            "conflict-rows",
            folder.toString(),
            "conflict-rows-format",
            "parquet");
    List<Row> told =
        LocalSpark.session()
            .read()
            .parquet(report.conflictRowsPlace())
            .orderBy("part", "row_number", "index")
            .collectAsList();
    assertThat(told.stream().map(row -> row.getString(1) + row.getString(2) + row.getString(8)))
        .containsExactly(
            "PRIMARY[\"1\"]replaced",
            "ubc[\"1\",\"x\"]replaced",
            "ubc[\"1\",\"x\"]kept",
            "PRIMARY[\"1\"]kept");
    assertThat(told.get(3).getString(7))
        .isEqualTo("{\"a\":\"1\",\"b\":\"5\",\"c\":\"y, \\\"z\\\"\",\"d\":\"3\"}");
    assertThat(told.get(3).getLong(6)).isEqualTo(1);
    assertThat(report.toText()).contains("4 read = 3 loaded + 0 set aside + 1 left out");
  }

  private void create(String ddl) {
    table = new ConflictTable(cluster, ddl);
  }

  private static List<List<Object>> distinct(int count) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.asList(i, i, "t" + i, i));
    }
    return rows;
  }

  private static List<Integer> range(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).toList();
  }
}
