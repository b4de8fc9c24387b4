package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LogicalLoad;
import io.thunderhead.load.LogicalReport;
import io.thunderhead.option.LoadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole loads by SQL: strategies, values, rows set aside, jobs that go on. */
class LoadedTest {
  private static final long ROWS = Long.getLong("sql-it.rows", 20_000);

  private static MariaDb server;
  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDb.shared();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void makeTable() throws SQLException {
    server.run(
        "CREATE DATABASE IF NOT EXISTS d; DROP TABLE IF EXISTS d.u; CREATE TABLE d.u (id BIGINT UNSIGNED PRIMARY KEY, v VARCHAR(20) NOT NULL, n INT UNIQUE)");
  }

  private Map<String, String> options(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("backend", "tidb");
    options.put("tidb", server.address());
    options.put("table", "d.u");
    options.put("retry-max-wait", "50ms");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return options;
  }

  private LogicalReport load(Dataset<Row> rows, String... more) {
    return LogicalLoad.run(rows, LoadOptions.parse(options(more)), line -> {});
  }

  private static Dataset<Row> rows(String sql) {
    return spark.sql(sql);
  }

  @Test
  void leavesOrReplacesOrRefusesRowsWhoseKeysAreTaken() throws SQLException {
    server.run("INSERT INTO d.u VALUES (1, 'old', 10)");
    String two = "SELECT * FROM VALUES (1L, 'new', 11), (2L, 'b', 12) AS t(id, v, n)";
    assertThatThrownBy(() -> load(rows(two).coalesce(1)))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_KEY))
        .hasMessageContaining("on-duplicate");
    assertThat(server.rows("SELECT * FROM d.u ORDER BY id")).containsExactly("1,old,10");

    LogicalReport ignored = load(rows(two), "on-duplicate", "ignore");
    assertThat(ignored.rowsLoaded()).isEqualTo(1);
    assertThat(ignored.rowsLeftOut()).isEqualTo(1);
    assertThat(server.rows("SELECT * FROM d.u ORDER BY id")).containsExactly("1,old,10", "2,b,12");

    LogicalReport replaced =
        load(rows(two).coalesce(1), "on-duplicate", "replace", "mode", "append");
    assertThat(replaced.rowsLoaded()).isEqualTo(2);
    assertThat(replaced.rowsReplaced()).isPositive();
    assertThat(server.rows("SELECT * FROM d.u ORDER BY id")).containsExactly("1,new,11", "2,b,12");
  }

  @Test
  void wantsAnEmptyTableOrEmptiesItWhenTold() throws SQLException {
    server.run("INSERT INTO d.u VALUES (1, 'old', 10)");
    Dataset<Row> one = rows("SELECT 7L AS id, 'x' AS v");
    assertThatThrownBy(() -> load(one, "mode", "import"))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY));
    load(one, "mode", "overwrite");
    assertThat(server.rows("SELECT id, v FROM d.u")).containsExactly("7,x");
  }

  @Test
  void writesValuesOfAllTypesAsTheyAre() throws Exception {
    server.run(
        "DROP TABLE d.u; CREATE TABLE d.u (id BIGINT UNSIGNED PRIMARY KEY, t TINYINT, de DECIMAL(30,10), f FLOAT, d DOUBLE, b BIT(9), y YEAR, da DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME(2), c CHAR(5), s TEXT, bi VARBINARY(9), e ENUM('a','it''s','2'), se SET('x','y','z'), g INT AS (t + 1) STORED, df INT DEFAULT 42, nn INT)");
    Path file = folder.resolve("d.u.csv");
    Files.writeString(
        file,
        """
        id,t,de,f,d,b,y,da,dt,ts,ti,c,s,bi,e,se,nn
        18446744073709551615,-128,-12345678901234567890.0123456789,1.17549e-38,1e308,5,2024,0001-01-01,2024-02-29 23:59:59.123456,2038-01-19 03:14:07.999,-838:59:59,'x\\\\','a''b\\\\c{fn now()}? \u00e9\ud83d\ude00','a\\\\','it''s','x,z',\\N
        """);
    LogicalReport report = loadFile(file, "escaped-by", "\\", "delimiter", "'");
    assertThat(report.rowsLoaded()).isEqualTo(1);
    assertThat(
            server.rows(
                "SELECT id, t, de, f = CAST(1.17549e-38 AS FLOAT), d = 1e308, b + 0, y + 0, da, dt, ts, CAST(ti AS CHAR), c, s, HEX(bi), e, se, g, df, nn IS NULL FROM d.u"))
        .containsExactly(
            "18446744073709551615,-128,-12345678901234567890.0123456789,1,1,53,2024,0001-01-01,2024-02-29 23:59:59.123456,2038-01-19 03:14:07.999,-838:59:59.00,x\\,a'b\\c{fn now()}? \u00e9\ud83d\ude00,615C,it's,x,z,-127,42,1");
  }

  private LogicalReport loadFile(Path file, String... source) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < source.length; i += 2) {
      given.put(source[i], source[i + 1]);
    }
    return CsvLoad.load(spark, file, given, LoadOptions.parse(options()));
  }

  @Test
  void setsBadRowsAsideAndLosesNone() throws Exception {
    server.run("ALTER TABLE d.u ADD CHECK (n <> 77)");
    Path bad = folder.resolve("bad");
    Dataset<Row> rows =
        spark
            .range(0, ROWS, 1, 4)
            .selectExpr(
                "id",
                "CASE WHEN id % 100 = 3 THEN 'this text is longer than twenty' ELSE concat('v', id) END AS v",
                "CAST(id AS INT) AS n");
    LogicalReport report =
        load(rows, "max-error", String.valueOf(ROWS), "bad-rows", bad.toString());
    assertThat(report.rowsRead()).isEqualTo(ROWS);
    assertThat(report.badRows().total()).isEqualTo(ROWS / 100 + 1);
    assertThat(server.count("SELECT COUNT(*) FROM d.u")).isEqualTo(ROWS - ROWS / 100 - 1);
    assertThat(badLines(bad)).hasSize((int) (ROWS / 100 + 1)).anyMatch(l -> l.contains("4025"));
    assertThat(
            server.count(
                "SELECT COUNT(*) FROM lightning_task_info.thunderhead_parts_v2 WHERE job_id = "
                    + report.jobId()))
        .isZero();
  }

  private static List<String> badLines(Path bad) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(bad)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void failsAtTheFirstBadRowAndTellsWhatIsLeft() {
    assertThatThrownBy(() -> load(rows("SELECT 1L AS id, repeat('x', 21) AS v")))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_ROW))
        .hasMessageContaining("0 rows are committed in table d.u and stay")
        .hasMessageContaining("its load begins anew");
  }

  @Test
  void takesDataFramesThroughTheDoor() throws SQLException {
    Dataset<Row> rows =
        spark
            .range(0, 3_000, 1, 3)
            .selectExpr("id", "concat('v', id) AS v", "CAST(id AS INT) AS n");
    rows.write().format("tidb").options(options()).mode(SaveMode.Append).save();
    assertThat(server.rows("SELECT COUNT(*), SUM(id), SUM(n), MAX(v) FROM d.u"))
        .containsExactly("3000,4498500,4498500,v999");
  }

  @Test
  void keepsToARate() {
    Dataset<Row> rows = spark.range(0, 3_000, 1, 1).selectExpr("id", "'v' AS v");
    long start = System.nanoTime();
    load(rows, "logical-import-rate", "1000", "logical-import-batch-rows", "100");
    // The first second's worth goes at once, to one of two task slots.
    assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(1.5);
  }

  @Test
  void goesOnWithAJobOverTheSameFile() throws Exception {
    Path file = folder.resolve("d.u.csv");
    StringBuilder text = new StringBuilder("id,v\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append(i == 700 ? ",a text that is far too long\n" : ",v\n");
    }
    Files.writeString(file, text);
    String[] small = {"logical-import-batch-rows", "100"};
    LoadException failure =
        assertThrows(
            LoadException.class,
            () -> CsvLoad.load(spark, file, Map.of(), LoadOptions.parse(options(small))));
    String job = failure.getMessage().replaceAll("(?s).*--job-id (\\d+).*", "$1");
    assertThat(server.count("SELECT COUNT(*) FROM d.u")).isEqualTo(700);
    LogicalReport report =
        CsvLoad.load(
            spark,
            file,
            Map.of(),
            LoadOptions.parse(
                options(
                    "job-id", job, "max-error", "1", "bad-rows", folder.resolve("b").toString())));
    assertThat(report.rowsRead()).isEqualTo(1_000);
    assertThat(report.rowsLoaded()).isEqualTo(999);
    assertThat(server.count("SELECT COUNT(*) FROM d.u")).isEqualTo(999);
  }

  @Test
  void readsMembersWithQuotesAndBackslashes() throws SQLException {
    server.run(
        "DROP TABLE d.u; CREATE TABLE d.u (id INT PRIMARY KEY, e ENUM('a\\\\b','it''s',','), s SET('x\\\\n','y'))");
    load(
        rows(
            "SELECT * FROM VALUES (1, r'a\\b', r'x\\n,y'), (2, \"it's\", ''), (3, ',', 'y') AS t(id, e, s)"));
    assertThat(server.rows("SELECT id, e + 0, s + 0 FROM d.u ORDER BY id"))
        .containsExactly("1,1,3", "2,2,0", "3,3,2");
  }

  @Test
  void countsRowsThatAreThereAsLeftOutHoweverTheyLook() throws SQLException {
    server.run("INSERT INTO d.u VALUES (1, 'same', 10), (2, 'old', 20)");
    LogicalReport report =
        load(
            rows("SELECT * FROM VALUES (1L, 'same', 10), (2L, 'new', 21), (3L, 'c', 30), (3L, 'c', 30), (4L, 'd', 20) AS t(id, v, n)")
                .coalesce(1),
            "on-duplicate",
            "ignore");
    assertThat(report.rowsLoaded()).isEqualTo(1);
    assertThat(report.rowsLeftOut()).isEqualTo(4);
    assertThat(server.rows("SELECT * FROM d.u ORDER BY id"))
        .containsExactly("1,same,10", "2,old,20", "3,c,30");
  }

  @Test
  void countsBadRowsOverAllPartsWhileTheyAreWritten() throws SQLException {
    Dataset<Row> rows =
        spark
            .range(0, 400, 1, 4)
            .selectExpr("id", "CASE WHEN id % 10 = 3 THEN repeat('x', 21) ELSE 'v' END AS v");
    assertThatThrownBy(
            () ->
                load(
                    rows,
                    "max-error",
                    "25",
                    "bad-rows",
                    folder.resolve("bad").toString(),
                    "logical-import-batch-rows",
                    "10"))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_ROW))
        .hasMessageContaining("max-error");
    // No part has more than ten: it stopped before the last had written all.
    assertThat(server.count("SELECT COUNT(*) FROM d.u")).isLessThan(360);
  }
}
