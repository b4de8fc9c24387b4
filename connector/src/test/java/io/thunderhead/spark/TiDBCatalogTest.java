package io.thunderhead.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thunderhead.mini.MiniCluster;
import io.thunderhead.testing.LocalSpark;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spark SQL over a catalog, in a session of its own. */
class TiDBCatalogTest {
  private static MiniCluster cluster;
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    spark = LocalSpark.session().newSession();
    String catalog = "spark.sql.catalog.tidb";
    spark.conf().set(catalog, "io.thunderhead.spark.TiDBCatalog");
    spark.conf().set(catalog + ".pd", cluster.pdAddress());
    spark.conf().set(catalog + ".tidb", cluster.tidbAddress());
    spark.conf().set(catalog + ".job-dir", "none");
    spark.conf().set(catalog + ".analyze", "off");
    cluster.execute("CREATE DATABASE shop");
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void makesShowsAndDropsDatabasesAndTables() {
    sql("CREATE DATABASE tidb.made");
    assertThat(texts("SHOW DATABASES IN tidb")).contains("[made]", "[shop]");
    sql(
        "CREATE TABLE tidb.made.a (id BIGINT NOT NULL, s VARCHAR(8), d DECIMAL(9,2) COMMENT 'x') TBLPROPERTIES ('primary-key'='id,s')");
    assertThat(texts("SHOW TABLES IN tidb.made")).containsExactly("[made,a,false]");
    assertThat(texts("SELECT * FROM tidb.made.a")).isEmpty();
    assertThat(spark.table("tidb.made.a").schema().simpleString())
        .isEqualTo("struct<id:bigint,s:string,d:decimal(9,2)>");
    assertThat(texts("DESCRIBE tidb.made.a")).anyMatch(each -> each.startsWith("[id,bigint,"));
    sql("ALTER TABLE tidb.made.a RENAME TO made.b");
    assertThat(texts("SHOW TABLES IN tidb.made")).containsExactly("[made,b,false]");
    assertThatThrownBy(() -> sql("DROP DATABASE tidb.made")).hasMessageContaining("CASCADE");
    sql("DROP TABLE tidb.made.b");
    sql("DROP DATABASE tidb.made");
    assertThat(texts("SHOW DATABASES IN tidb")).doesNotContain("[made]");
  }

  @Test
  void insertsAppendsOverwritesAndTruncates() {
    cluster.execute("CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(9), UNIQUE KEY (v))");
    sql("INSERT INTO tidb.shop.t VALUES (1, 'a'), (2, 'b')");
    sql("INSERT INTO tidb.shop.t SELECT 3, 'c'");
    assertThat(texts("SELECT * FROM tidb.shop.t ORDER BY id"))
        .containsExactly("[1,a]", "[2,b]", "[3,c]");
    assertThatThrownBy(() -> sql("INSERT INTO tidb.shop.t VALUES (3, 'd')"))
        .hasStackTraceContaining("in table shop.t already");
    sql("INSERT OVERWRITE tidb.shop.t SELECT 9, 'z'");
    assertThat(texts("SELECT * FROM tidb.shop.t")).containsExactly("[9,z]");
    sql("TRUNCATE TABLE tidb.shop.t");
    assertThat(texts("SELECT * FROM tidb.shop.t")).isEmpty();
  }

  @Test
  void tellsSparkOfDefaultsAndIds() {
    cluster.execute(
        "CREATE TABLE shop.d (id BIGINT PRIMARY KEY AUTO_INCREMENT, s VARCHAR(9) DEFAULT 'it''s',"
            + " n INT NOT NULL DEFAULT 7, b BIT(4) DEFAULT b'101', g INT AS (n + 1),"
            + " t DATETIME DEFAULT '2024-01-02 03:04:05', must INT NOT NULL)");
    assertThat(defaults("tidb.shop.d"))
        .containsExactly(
            "NULL",
            "'it\\'s'",
            "CAST('7' AS INT)",
            "CAST('5' AS BIGINT)",
            "NULL",
            "CAST('2024-01-02 03:04:05' AS TIMESTAMP_NTZ)",
            "none");
    sql("INSERT INTO tidb.shop.d VALUES (NULL, 'x', 8, 1, NULL, NULL, 3)");
    assertThat(texts("SELECT id > 0, n, g FROM tidb.shop.d")).containsExactly("[true,8,9]");
  }

  private static List<String> defaults(String table) {
    return Stream.of(spark.table(table).schema().fields())
        .map(field -> field.metadata())
        .map(told -> told.contains("CURRENT_DEFAULT") ? told.getString("CURRENT_DEFAULT") : "none")
        .toList();
  }

  @Test
  void refusesATableWhoseDefaultSparkCannotFillIn() {
    cluster.execute("CREATE TABLE shop.u (id INT PRIMARY KEY, u VARCHAR(36) DEFAULT (UUID()))");
    assertThatThrownBy(() -> sql("INSERT INTO tidb.shop.u VALUES (1, 'x')"))
        .hasStackTraceContaining("df.write.format(\"tidb\")");
  }

  @Test
  void makesATableOfAQueryAndDropsItWhenItsRowsDoNotFit() {
    sql(
        "CREATE TABLE tidb.shop.c TBLPROPERTIES ('primary-key'='id') AS SELECT id, id * 2 AS k, array(id) AS j FROM range(50)");
    assertThat(texts("SELECT count(*), sum(k), min(j) FROM tidb.shop.c"))
        .containsExactly("[50,2450,[0]]");
    assertThatThrownBy(
            () ->
                sql(
                    "CREATE TABLE tidb.shop.e TBLPROPERTIES ('primary-key'='id') AS SELECT 1 AS id FROM range(2)"))
        .isNotNull();
    assertThat(texts("SHOW TABLES IN tidb.shop")).noneMatch(each -> each.contains(",e,"));
    assertThatThrownBy(() -> sql("CREATE OR REPLACE TABLE tidb.shop.c AS SELECT 1 AS id"))
        .hasStackTraceContaining("INSERT OVERWRITE");
    assertThat(texts("SELECT count(*) FROM tidb.shop.c")).containsExactly("[50]");
  }

  @Test
  void keepsToTheSaveModes() {
    cluster.execute("CREATE TABLE shop.m (id BIGINT PRIMARY KEY)");
    spark.range(3).write().mode(SaveMode.Append).saveAsTable("tidb.shop.m");
    spark.range(3, 5).write().mode(SaveMode.Append).saveAsTable("tidb.shop.m");
    assertThat(texts("SELECT count(*) FROM tidb.shop.m")).containsExactly("[5]");
    spark.range(9).write().mode(SaveMode.Ignore).saveAsTable("tidb.shop.m");
    assertThat(texts("SELECT count(*) FROM tidb.shop.m")).containsExactly("[5]");
    assertThatThrownBy(() -> spark.range(1).write().saveAsTable("tidb.shop.m"))
        .hasMessageContaining("already exists");
    assertThatThrownBy(
            () -> spark.range(1).write().mode(SaveMode.Overwrite).saveAsTable("tidb.shop.m"))
        .hasStackTraceContaining("INSERT OVERWRITE");
    spark.range(7).write().mode(SaveMode.Overwrite).insertInto("tidb.shop.m");
    assertThat(texts("SELECT count(*) FROM tidb.shop.m")).containsExactly("[7]");
  }

  @Test
  void refusesToOverwriteThroughSql() {
    String catalog = "spark.sql.catalog.by_sql";
    spark.conf().set(catalog, "io.thunderhead.spark.TiDBCatalog");
    spark.conf().set(catalog + ".pd", cluster.pdAddress());
    spark.conf().set(catalog + ".tidb", cluster.tidbAddress());
    spark.conf().set(catalog + ".backend", "tidb");
    cluster.execute("CREATE TABLE shop.l (id BIGINT PRIMARY KEY, v VARCHAR(9))");
    assertThatThrownBy(() -> sql("INSERT OVERWRITE by_sql.shop.l VALUES (3, 'c')"))
        .hasMessageContaining("truncate");
  }

  @Test
  void readsAsOfAVersion() {
    cluster.execute("CREATE TABLE shop.v (id BIGINT PRIMARY KEY)");
    sql("INSERT INTO tidb.shop.v VALUES (1)");
    long then = cluster.timestamp();
    sql("INSERT INTO tidb.shop.v VALUES (2)");
    assertThat(texts("SELECT * FROM tidb.shop.v VERSION AS OF " + then)).containsExactly("[1]");
    assertThat(texts("SELECT count(*) FROM tidb.shop.v")).containsExactly("[2]");
    assertThatThrownBy(() -> sql("SELECT * FROM tidb.shop.v VERSION AS OF '2099-01-01 00:00:00'"))
        .hasStackTraceContaining("is yet to come");
  }

  @Test
  void readsAsOfATime() {
    cluster.execute("CREATE TABLE shop.w (id BIGINT PRIMARY KEY)");
    long made = millis() + 1;
    await().until(() -> millis() > made);
    sql("INSERT INTO tidb.shop.w VALUES (1)");
    long then = millis() + 1;
    await().until(() -> millis() > then);
    sql("INSERT INTO tidb.shop.w VALUES (2)");
    String table = "SELECT id FROM tidb.shop.w ";
    assertThat(texts(table + "TIMESTAMP AS OF " + timestamp(then))).containsExactly("[1]");
    assertThat(texts(table + "TIMESTAMP AS OF " + timestamp(made))).isEmpty();
    assertThat(texts("SELECT count(*) FROM tidb.shop.w")).containsExactly("[2]");
    assertThatThrownBy(() -> sql(table + "TIMESTAMP AS OF '2099-01-01 00:00:00'"))
        .hasStackTraceContaining("is yet to come");
    assertThatThrownBy(() -> sql(table + "TIMESTAMP AS OF '1999-01-01 00:00:00'"))
        .hasStackTraceContaining("shop");
  }

  private static long millis() {
    return cluster.timestamp() >> 18;
  }

  private static String timestamp(long millis) {
    return "timestamp_millis(%dL)".formatted(millis);
  }

  @Test
  void showsAStatementThatMakesTheTableAgain() {
    cluster.execute(
        "CREATE TABLE shop.x (a BIGINT UNSIGNED NOT NULL, b VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,"
            + " c DATETIME(3) NOT NULL, d INT, e TINYINT(1) DEFAULT 1, f DECIMAL(40,2),"
            + " g VARCHAR(9) DEFAULT 'it''s \\\\', h ENUM('a','it''s') DEFAULT 'a', i BIT(3) DEFAULT b'101',"
            + " j YEAR, k TIME(2) DEFAULT '01:02:03', l VARBINARY(4) DEFAULT 'ab', m JSON, n BLOB,"
            + " o CHAR(3) NOT NULL DEFAULT 'x', p DATE DEFAULT '2024-02-29', q FLOAT DEFAULT 1.5,"
            + " r DATETIME DEFAULT CURRENT_TIMESTAMP, s TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6),"
            + " t DECIMAL(9,2) NOT NULL DEFAULT 1.25, u SET('p','q'), v DATETIME(6) DEFAULT '2020-01-01 01:02:03',"
            + " PRIMARY KEY (b, a) NONCLUSTERED) SHARD_ROW_ID_BITS = 4");
    assertMadeAgain("x", "'primary-key' = 'b,a'", "'clustered' = 'false'", "DEFAULT");
    cluster.execute("CREATE TABLE shop.x1 (id BIGINT PRIMARY KEY AUTO_RANDOM(6), v MEDIUMINT)");
    assertMadeAgain("x1", "'auto-random' = '6", "'type.v' = 'mediumint'");
    cluster.execute("CREATE TABLE shop.x2 (id INT PRIMARY KEY AUTO_INCREMENT, v TEXT NOT NULL)");
    assertMadeAgain("x2", "'auto-increment' = 'id'", "'clustered' = 'true'");
    cluster.execute("CREATE TABLE shop.x3 (v INT)");
    assertMadeAgain("x3", "USING tidb");
  }

  /** What is shown of the copy is the same, with the types and defaults that TiDB has of it. */
  private static void assertMadeAgain(String table, String... parts) {
    String statement = shown(table);
    assertThat(statement).contains(parts);
    sql(statement.replace("shop." + table, "shop.again"));
    assertThat(shown("again")).isEqualTo(statement.replace("shop." + table, "shop.again"));
    sql("DROP TABLE tidb.shop.again");
  }

  private static String shown(String table) {
    return spark.sql("SHOW CREATE TABLE tidb.shop." + table).head().getString(0);
  }

  @Test
  void takesDefaultsOfCreateTable() {
    sql(
        "CREATE TABLE tidb.shop.made_so (id BIGINT, a INT DEFAULT 1 + 4, b STRING DEFAULT 'x',"
            + " c TIMESTAMP DEFAULT now(), d BOOLEAN DEFAULT true) TBLPROPERTIES ('primary-key'='id',"
            + " 'type.b'='enum(\\'x\\',\\'y\\')')");
    assertThat(shown("made_so"))
        .contains("a INT DEFAULT CAST('5' AS INT)", "'type.b' = 'enum(")
        .contains("current_timestamp()");
    sql("CREATE TABLE tidb.shop.copied AS SELECT * FROM tidb.shop.made_so");
    assertThat(shown("copied")).doesNotContain("CAST('5'");
    assertThatThrownBy(() -> sql("CREATE TABLE tidb.shop.bad (d DATE DEFAULT current_date())"))
        .hasStackTraceContaining("another value at another time");
    assertThatThrownBy(
            () -> sql("CREATE TABLE tidb.shop.bad (d INT) TBLPROPERTIES ('type.d'='int, x int')"))
        .hasStackTraceContaining("a type of TiDB");
    assertThatThrownBy(
            () -> sql("CREATE TABLE tidb.shop.bad (d INT) TBLPROPERTIES ('type.e'='int')"))
        .hasStackTraceContaining("there is no column 'e'");
  }

  @Test
  void refusesToChooseTheBackendOfACatalog() {
    String catalog = "spark.sql.catalog.by_either";
    spark.conf().set(catalog, "io.thunderhead.spark.TiDBCatalog");
    spark.conf().set(catalog + ".pd", cluster.pdAddress());
    spark.conf().set(catalog + ".tidb", cluster.tidbAddress());
    spark.conf().set(catalog + ".backend", "auto");
    cluster.execute("CREATE TABLE shop.e2 (id BIGINT PRIMARY KEY)");
    assertThat(texts("SELECT * FROM by_either.shop.e2")).isEmpty();
    assertThatThrownBy(() -> sql("INSERT INTO by_either.shop.e2 VALUES (1)"))
        .hasStackTraceContaining("Make it 'local' or 'tidb'");
  }

  @Test
  void tellsWhatIsNotThere() {
    assertThatThrownBy(() -> sql("SELECT * FROM tidb.shop.nothere"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    assertThatThrownBy(
            () -> sql("CREATE TABLE tidb.shop.p (id INT) TBLPROPERTIES ('primry-key'='id')"))
        .hasStackTraceContaining("Did you mean 'primary-key'?");
  }

  private static void sql(String statement) {
    spark.sql(statement);
  }

  private static List<String> texts(String query) {
    return spark.sql(query).collectAsList().stream().map(Row::toString).toList();
  }
}
