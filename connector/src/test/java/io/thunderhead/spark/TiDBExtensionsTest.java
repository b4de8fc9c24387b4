package io.thunderhead.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thunderhead.mini.MiniCluster;
import io.thunderhead.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements on imports, in a session that has the extension. */
class TiDBExtensionsTest {
  @TempDir private static Path folder;

  private static MiniCluster cluster;
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute("CREATE DATABASE shop");
    spark =
        LocalSpark.extended(
            Map.of(
                "pd", cluster.pdAddress(),
                "tidb", cluster.tidbAddress(),
                "job-dir", folder.resolve("jobs").toUri().toString(),
                "analyze", "off"));
  }

  @AfterAll
  static void close() {
    LocalSpark.restore();
    cluster.close();
  }

  @Test
  void importsFilesAtOnceAndShowsTheJob() throws IOException {
    cluster.execute("CREATE TABLE shop.f (id INT PRIMARY KEY, name VARCHAR(20), day DATE)");
    Path file = Files.writeString(folder.resolve("f.csv"), "#\n1;one;01.02.2024\n2;~;03.02.2024\n");
    List<Row> shown =
        spark
            .sql(
                "IMPORT INTO tidb.shop.f (id, name, @d) SET day = to_date(@d, 'dd.MM.yyyy') FROM '"
                    + file
                    + "' WITH skip_rows=1, fields_terminated_by=';', fields_defined_null_by='~',"
                    + " group_key='night', thread=4")
            .collectAsList();
    assertThat(texts("SELECT * FROM tidb.shop.f ORDER BY id"))
        .containsExactly("[1,one,2024-02-01]", "[2,null,2024-02-03]");
    assertThat(shown).hasSize(1);
    Row job = shown.get(0);
    assertThat(job.<String>getAs("Status")).isEqualTo("finished");
    assertThat(job.<Long>getAs("Imported_Rows")).isEqualTo(2);
    assertThat(job.<String>getAs("Group_Key")).isEqualTo("night");
    long id = job.<Long>getAs("Job_ID");
    assertThat(texts("SHOW IMPORT JOB " + id)).hasSize(1);
    assertThat(texts("SHOW IMPORT JOBS WHERE Job_ID = " + id + " AND Create_Time IS NOT NULL"))
        .hasSize(1);
    assertThat(texts("SHOW IMPORT GROUP 'day'")).isEmpty();
    assertThat(
            spark
                .sql("SHOW IMPORT GROUPS WHERE Group_Key = 'night'")
                .select("Total_Jobs", "Pending", "Completed", "Failed")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,0,1,0]");
    assertThatThrownBy(() -> spark.sql("CANCEL IMPORT JOB " + id))
        .hasStackTraceContaining("finished");
  }

  @Test
  void importsAQueryByPosition() {
    cluster.execute("CREATE TABLE shop.q (a BIGINT PRIMARY KEY, b BIGINT, c INT DEFAULT 5)");
    spark.sql("USE tidb.shop");
    try {
      spark.sql("IMPORT INTO q (b, a) FROM SELECT id * 2 AS a, id AS b FROM range(3)");
    } finally {
      spark.sql("USE spark_catalog.default");
    }
    assertThat(texts("SELECT * FROM tidb.shop.q ORDER BY a"))
        .containsExactly("[0,0,5]", "[1,2,5]", "[2,4,5]");
    assertThatThrownBy(() -> spark.sql("IMPORT INTO tidb.shop.q FROM SELECT 1"))
        .hasStackTraceContaining("the query has 1 columns and 3 are to be filled: a, b, c");
    assertThatThrownBy(() -> spark.sql("IMPORT INTO shop.q FROM SELECT 9, 9, 9"))
        .hasStackTraceContaining("holds rows");
  }

  @Test
  void goesOnBehindADetachedStatement() throws IOException {
    cluster.execute("CREATE TABLE shop.bg (id INT PRIMARY KEY)");
    Path file = Files.writeString(folder.resolve("bg.csv"), "1\n2\n");
    long id =
        spark
            .sql("IMPORT INTO tidb.shop.bg FROM '" + file + "' WITH DETACHED")
            .first()
            .<Long>getAs("Job_ID");
    await()
        .atMost(java.time.Duration.ofMinutes(2))
        .until(
            () ->
                spark
                    .sql("SHOW IMPORT JOB " + id)
                    .first()
                    .<String>getAs("Status")
                    .equals("finished"));
    assertThat(texts("SELECT * FROM tidb.shop.bg ORDER BY id")).containsExactly("[1]", "[2]");
  }

  @Test
  void importsATableAsItWas() {
    cluster.execute("CREATE TABLE shop.src (id BIGINT PRIMARY KEY)");
    cluster.execute("CREATE TABLE shop.was (id BIGINT PRIMARY KEY)");
    spark.sql("INSERT INTO tidb.shop.src VALUES (1)");
    long then = (cluster.timestamp() >> 18) + 1;
    await().until(() -> cluster.timestamp() >> 18 > then);
    spark.sql("INSERT INTO tidb.shop.src VALUES (2)");
    spark.sql(
        "IMPORT INTO tidb.shop.was FROM SELECT * FROM tidb.shop.src AS OF TIMESTAMP timestamp_millis("
            + then
            + "L)");
    assertThat(texts("SELECT * FROM tidb.shop.was")).containsExactly("[1]");
  }

  @Test
  void namesTheSettingsInPlaceOfTheSecretsOfAnAddress() {
    cluster.execute("CREATE TABLE shop.s3 (id BIGINT PRIMARY KEY)");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "IMPORT INTO tidb.shop.s3 FROM 's3://b/test.csv?access-key=AK&secret-access-key=hush'"))
        .hasStackTraceContaining("s3://b/test.csv has the parameters of TiDB's storages")
        .hasStackTraceContaining("fs.s3a.secret.key")
        .message()
        .doesNotContain("hush");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "IMPORT INTO tidb.shop.s3 FROM 'gs://b/test.csv?credentials-file=/run/key.json'"))
        .hasStackTraceContaining("fs.gs.auth.service.account.json.keyfile");
  }

  @Test
  void takesTheFormatFromTheNameAndElseCsv() throws IOException {
    cluster.execute("CREATE TABLE shop.n (id BIGINT PRIMARY KEY)");
    Path sql = Files.writeString(folder.resolve("n.sql"), "INSERT INTO `n` VALUES (1),(2);\n");
    Path csv = Files.writeString(folder.resolve("n.txt"), "3\n4\n");
    assertThatThrownBy(
            () -> spark.sql("IMPORT INTO tidb.shop.n FROM '" + sql + "' WITH skip_rows=1"))
        .hasStackTraceContaining("[skip-rows] are for CSV")
        .hasStackTraceContaining("n.sql is of format SQL by its name");
    spark.sql("IMPORT INTO tidb.shop.n FROM '" + sql + "'");
    assertThat(texts("SELECT * FROM tidb.shop.n ORDER BY id")).containsExactly("[1]", "[2]");
    spark.sql("TRUNCATE TABLE tidb.shop.n");
    spark.sql("IMPORT INTO tidb.shop.n FROM '" + csv + "'");
    assertThat(texts("SELECT * FROM tidb.shop.n ORDER BY id")).containsExactly("[3]", "[4]");
  }

  /**
   * As in TiDB, whose default of record_errors is 100 and which fails at the first all the same.
   */
  @Test
  void failsAtTheFirstBadRowUnlessRecordErrorsSaysOtherwise() throws IOException {
    cluster.execute("CREATE TABLE shop.r (id BIGINT PRIMARY KEY)");
    Path file = Files.writeString(folder.resolve("r.csv"), "1\nx\n");
    assertThatThrownBy(() -> spark.sql("IMPORT INTO tidb.shop.r FROM '" + file + "'"))
        .hasStackTraceContaining("r.csv");
    assertThat(texts("SELECT count(*) FROM tidb.shop.r")).containsExactly("[0]");
    assertThatThrownBy(
            () -> spark.sql("IMPORT INTO tidb.shop.r FROM '" + file + "' WITH record_errors=5"))
        .hasStackTraceContaining("bad-rows");
  }

  @Test
  void leavesOtherStatementsToSpark() {
    assertThat(texts("SELECT 1 + 1")).containsExactly("[2]");
    assertThatThrownBy(() -> spark.sql("SELEC 1")).hasMessageContaining("SELEC");
    assertThatThrownBy(() -> spark.sql("IMPORT INTO t FORM 'x'")).hasMessageContaining("FROM");
    assertThatThrownBy(() -> spark.sql("IMPORT INTO a.b.c FROM 'x'"))
        .hasStackTraceContaining("Catalogs of TiDB in this session: tidb");
  }

  private static List<String> texts(String query) {
    return spark.sql(query).collectAsList().stream().map(Row::toString).toList();
  }
}
