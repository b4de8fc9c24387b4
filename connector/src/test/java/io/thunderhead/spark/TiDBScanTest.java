package io.thunderhead.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.testing.LoadFixture;
import io.thunderhead.testing.LocalSpark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TiDBScanTest {
  private static LoadFixture fixture;

  @BeforeAll
  static void load() {
    fixture = new LoadFixture();
    fixture.load(LoadFixture.rows(0, 3_000));
    fixture.splitAt(1_000);
    fixture.splitAt(2_500);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void readsEveryRowOnceWithATaskForEachRegion() {
    Dataset<Row> rows = table("test.t");
    assertThat(rows.rdd().getNumPartitions()).isEqualTo(3);
    assertThat(texts(rows.orderBy("id"))).isEqualTo(expected(0, 3_000));
  }

  @Test
  void readsOnlyTheColumnsThatAreAskedFor() {
    Dataset<Row> rows = table("test.t").select("v").where("v = 'v17'");
    assertThat(plan(rows)).contains("BatchScan").doesNotContain("k#");
    assertThat(texts(rows)).containsExactly("[v17]");
  }

  @Test
  void readsOnlyTheRegionsOfTheKeysThatAreAskedFor() {
    Dataset<Row> rows = table("test.t").where("id >= 2600 and id < 2610 and k > 5");
    assertThat(rows.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(texts(rows.orderBy("id"))).isEqualTo(expected(2_600, 2_610));
    assertThat(texts(table("test.t").where("id in (3, 2999)").orderBy("id")))
        .containsExactly("[3,30,v3]", "[2999,29990,v2999]");
    assertThat(table("test.t").where("id > 5 and id < 5").count()).isZero();
    assertThat(table("test.t").where("id = 5 or k = 70").count()).isEqualTo(2);
  }

  @Test
  void countsWithoutReadingColumns() {
    assertThat(table("test.t").count()).isEqualTo(3_000);
  }

  @Test
  void countsRowsOnTheSqlTab() {
    Dataset<Row> rows = table("test.t");
    assertThat(rows.collectAsList()).hasSize(3_000);
    SparkPlan scan = rows.queryExecution().executedPlan().collectLeaves().head();
    assertThat(scan.metrics().apply(RowsReadMetric.NAME).value()).isEqualTo(3_000);
  }

  @Test
  void readsTheTableAsItWas() {
    fixture.cluster().execute("CREATE TABLE test.old (id BIGINT PRIMARY KEY)");
    long before = fixture.cluster().timestamp();
    LocalSpark.session()
        .range(10)
        .write()
        .format("tidb")
        .options(options("test.old"))
        .mode("append")
        .save();
    assertThat(table("test.old").count()).isEqualTo(10);
    assertThat(table("test.old", "tidb_snapshot", String.valueOf(before)).count()).isZero();
    assertThatThrownBy(() -> table("test.old", "ts", "yesterday"))
        .hasMessageContaining("2024-05-01 12:00:00");
  }

  @Test
  void tellsThatTheTableWasNotThereYet() {
    assertThatThrownBy(() -> table("test.t", "ts", "1").count())
        .hasMessageContaining("does not exist");
  }

  @Test
  void refusesATimeThatIsYetToCome() {
    assertThatThrownBy(() -> table("test.t", "ts", "2099-01-01 00:00:00"))
        .hasMessageContaining("is yet to come");
  }

  @Test
  void refusesATimeThatGarbageCollectionHasPassed() {
    try (LoadFixture collected = new LoadFixture();
        Channels channels = new Channels(Dialing.PLAIN)) {
      long past = collected.cluster().timestamp();
      PdClient.connect(collected.cluster().pdAddresses(), channels)
          .updateServiceSafePoint("gc_worker", Long.MAX_VALUE, collected.cluster().timestamp());
      Dataset<Row> rows =
          LocalSpark.session()
              .read()
              .format("tidb")
              .option("pd", collected.cluster().pdAddress())
              .option("table", "test.t")
              .option("ts", past)
              .load();
      assertThatThrownBy(rows::count).hasMessageContaining("garbage collection is at");
    }
  }

  @Test
  void readsEveryType() {
    fixture
        .cluster()
        .execute(
            "CREATE TABLE test.types (a TINYINT UNSIGNED, b BIGINT UNSIGNED PRIMARY KEY,"
                + " c DECIMAL(20,4), d DATE, e DATETIME(3), f TIMESTAMP, g TIME(2), h YEAR,"
                + " i BIT(9), j ENUM('x','y'), k SET('p','q'), l JSON, m VARBINARY(4), n FLOAT,"
                + " o DOUBLE, q TEXT, r DECIMAL(50,1), s INT AS (a + 1))");
    LocalSpark.session()
        .sql(
            "SELECT cast(200 as int) a, cast(18446744073709551615 as decimal(20,0)) b, 1.25 c,"
                + " date'2024-02-29' d, timestamp_ntz'2024-01-02 03:04:05.678' e,"
                + " timestamp'2024-01-02 03:04:05Z' f, '-12:00:01.5' g, 2024 h, 257 i, 'y' j,"
                + " 'p,q' k, '{\"z\": [1]}' l, X'00FF' m, cast(1.5 as float) n, 2.5D o, 'ä' q,"
                + " '1234567890123456789012345678901234567890.5' r"
                + " UNION ALL SELECT null,1,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null")
        .write()
        .format("tidb")
        .options(options("test.types"))
        .mode("append")
        .save();
    assertThat(table("test.types").schema().simpleString())
        .isEqualTo(
            "struct<a:smallint,b:decimal(20,0),c:decimal(20,4),d:date,e:timestamp_ntz,f:timestamp,"
                + "g:string,h:smallint,i:bigint,j:string,k:string,l:string,m:binary,n:float,"
                + "o:double,q:string,r:string,s:int>");
    assertThat(
            texts(
                table("test.types")
                    .where("b > 1")
                    .selectExpr(
                        "a",
                        "b",
                        "c",
                        "d",
                        "e",
                        "unix_timestamp(f)",
                        "g",
                        "h",
                        "i",
                        "j",
                        "k",
                        "l",
                        "hex(m)",
                        "n",
                        "o",
                        "q",
                        "r",
                        "s")))
        .containsExactly(
            "[200,18446744073709551615,1.2500,2024-02-29,2024-01-02T03:04:05.678,1704164645,"
                + "-12:00:01.50,2024,257,y,p,q,{\"z\": [1]},00FF,1.5,2.5,ä,"
                + "1234567890123456789012345678901234567890.5,201]");
    assertThat(
            texts(
                table("test.types")
                    .where("b = 1 and a is null and e is null and s is null")
                    .select("b", "m")))
        .containsExactly("[1,null]");
  }

  private static Dataset<Row> table(String name, String... more) {
    Map<String, String> options = options(name);
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return LocalSpark.session().read().format("tidb").options(options).load();
  }

  private static Map<String, String> options(String table) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", fixture.cluster().pdAddress());
    options.put("table", table);
    return options;
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  private static List<String> expected(long from, long to) {
    return LoadFixture.texts(from, to).stream()
        .map(row -> "[" + String.join(",", row) + "]")
        .toList();
  }
}
