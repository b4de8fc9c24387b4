package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.conflict.ConflictModel;
import io.thunderhead.conflict.ConflictShape;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads into tables that have rows with the same keys. */
class AppendConflictTest {
  private static final String DDL =
      "CREATE TABLE %s (a INT PRIMARY KEY, b INT, c VARCHAR(400), d INT, UNIQUE KEY ub (b), KEY kc (c))";

  private static MiniCluster cluster;

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
  void leavesWhatSqlLeaves(ConflictShape shape, ConflictStrategy strategy) {
    Random random = new Random(shape.name().hashCode());
    ConflictTable table = new ConflictTable(cluster, shape.ddl());
    List<List<Object>> first = shape.rows(random, 100, 250);
    table.load(first, "on-duplicate", "ignore", "tidb", cluster.tidbAddress());
    List<List<Object>> before =
        shape.model().staying(first, ConflictStrategy.IGNORE).stream().map(first::get).toList();
    List<List<Object>> rows = shape.rows(random, 150, 250);
    LoadReport report = append(table, rows, "on-duplicate", strategy.word());
    ConflictModel.Appended expected = shape.model().append(before, rows, strategy);
    assertThat(table.rows())
        .containsExactlyInAnyOrderElementsOf(
            expected.rows().stream().map(ConflictTable::texts).toList());
    assertThat(table.stored()).isEqualTo(table.ofRecords());
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.rowsRead()).isEqualTo(150);
    assertThat(report.rowsLoaded()).isEqualTo(150 - expected.left());
    assertThat(report.conflicts())
        .isEqualTo(new ConflictCounts(expected.inConflict(), expected.left(), expected.deleted()));
  }

  @Test
  void tellsRowsOfTheTableThatAreReplaced(@TempDir Path folder) {
    ConflictTable table = new ConflictTable(cluster, DDL);
    table.load(List.of(row(1, 10, "x", 1), row(2, 20, "y", 2), row(3, 30, "z", 3)));
    LoadReport report =
        append(
            table,
            List.of(row(1, 20, "new", 9), row(7, 70, "other", 9)),
            "on-duplicate",
            "record",
            "conflict-rows-format",
            "parquet",
            "conflict-rows",
            folder.toString());
    List<Row> told =
        LocalSpark.session()
            .read()
            .parquet(report.conflictRowsPlace())
            .orderBy("action", "index", "key")
            .collectAsList();
    assertThat(told.stream().map(line -> line.getString(1) + line.getString(2) + line.getString(8)))
        .containsExactly(
            "PRIMARY[\"1\"]kept", "ub[\"20\"]kept", "PRIMARY[\"1\"]replaced", "ub[\"20\"]replaced");
    assertThat(told.get(2).isNullAt(3)).isTrue();
    assertThat(told.get(2).getString(7))
        .isEqualTo("{\"a\":\"1\",\"b\":\"10\",\"c\":\"x\",\"d\":\"1\"}");
    assertThat(report.toText()).contains("2 rows that the table had are replaced");
    assertThat(table.rows())
        .containsExactlyInAnyOrder(
            List.of("1", "20", "new", "9"),
            List.of("3", "30", "z", "3"),
            List.of("7", "70", "other", "9"));
  }

  @Test
  void tellsRowsThatAreLeftOutForThoseOfTheTable(@TempDir Path folder) {
    ConflictTable table = new ConflictTable(cluster, DDL);
    table.load(List.of(row(1, 10, "x", 1)));
    LoadReport report =
        append(
            table,
            List.of(row(5, 10, "new", 9), row(7, 70, "other", 9)),
            "on-duplicate",
            "ignore",
            "conflict-rows-format",
            "parquet",
            "conflict-rows",
            folder.toString());
    List<Row> told =
        LocalSpark.session().read().parquet(report.conflictRowsPlace()).collectAsList();
    assertThat(told.stream().map(line -> line.getString(1) + line.getString(2) + line.getString(8)))
        .containsExactly("ub[\"10\"]ignored");
    assertThat(report.conflicts()).isEqualTo(new ConflictCounts(1, 1));
  }

  @Test
  void replacesInManyRegionsAndLongValues() {
    ConflictTable table = new ConflictTable(cluster, DDL);
    List<List<Object>> before = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      before.add(row(i, i + 5_000, "x".repeat(i % 390), i));
    }
    for (int i = 0; i < 1_500; i += 3) {
      rows.add(row(i % 2 == 0 ? i : i + 9_000, i + 5_001, "y".repeat(i % 390), i));
    }
    table.load(before, "region-split-keys", "200");
    LoadReport report =
        append(
            table,
            rows,
            "on-duplicate",
            "replace",
            "region-split-keys",
            "150",
            "region-job-size",
            "8KiB");
    ConflictModel model = ConflictModel.of(List.of(0), List.of(1));
    ConflictModel.Appended expected = model.append(before, rows, ConflictStrategy.REPLACE);
    assertThat(table.rows())
        .containsExactlyInAnyOrderElementsOf(
            expected.rows().stream().map(ConflictTable::texts).toList());
    assertThat(table.stored()).isEqualTo(table.ofRecords());
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(report.conflicts().deleted()).isEqualTo(expected.deleted());
  }

  @Test
  void replacesNoRowByAnIdThatTheTableGives() {
    ConflictTable table =
        new ConflictTable(cluster, "CREATE TABLE %s (a INT, b INT, c VARCHAR(20), d INT)");
    table.load(List.of(row(1, 10, "x", 1)));
    LoadException failure =
        catchThrowableOfType(
            LoadException.class,
            () -> append(table, List.of(row(2, 20, "y", 2)), "on-duplicate", "replace"));
    assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_INCONSISTENT);
    assertThat(failure).hasMessageContaining("_tidb_rowid").hasMessageContaining("allocator");
    assertThat(table.rows()).containsExactly(List.of("1", "10", "x", "1"));
  }

  @Test
  void deletesNothingWhenTooManyRowsAreBadOrInConflict() {
    ConflictTable table = new ConflictTable(cluster, DDL);
    table.load(List.of(row(1, 10, "x", 1), row(2, 20, "y", 2)));
    var before = table.stored();
    List<List<Object>> rows = List.of(row(1, 11, "new", 9), row(2, 12, "n".repeat(500), 9));
    LoadException bad =
        catchThrowableOfType(
            LoadException.class,
            () ->
                append(table, rows, "on-duplicate", "replace", "sql-mode", "STRICT_TRANS_TABLES"));
    assertThat(bad.code()).isEqualTo(ErrorCode.BAD_ROW);
    assertThat(table.stored()).isEqualTo(before);
    LoadException many =
        catchThrowableOfType(
            LoadException.class,
            () -> append(table, rows, "on-duplicate", "replace", "conflict-threshold", "1"));
    assertThat(many.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(table.stored()).isEqualTo(before);
  }

  private static LoadReport append(ConflictTable table, List<List<Object>> rows, String... more) {
    List<String> all = new ArrayList<>(List.of("mode", "append", "tidb", cluster.tidbAddress()));
    all.addAll(List.of(more));
    return table.load(rows, all.toArray(String[]::new));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }
}
