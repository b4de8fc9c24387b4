package io.thunderhead.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A user's program: Spark SQL over the catalog, and TiDB's statements by the extension. */
public final class SqlProbe {
  private final SparkSession spark;

  private SqlProbe(SparkSession spark) {
    this.spark = spark;
  }

  /** Takes the addresses of PD and TiDB, a timestamp when there were no tables, and a folder. */
  public static void main(String[] args) throws Exception {
    String catalog = "spark.sql.catalog.tidb";
    Path folder = Path.of(args[3]);
    Path metrics = Files.createDirectories(folder.resolve("metrics"));
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.port", "0")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.metrics.conf.*.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
            .config("spark.metrics.conf.*.sink.csv.directory", metrics.toString())
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.extensions", "io.thunderhead.spark.TiDBExtensions")
            .config(catalog, "io.thunderhead.spark.TiDBCatalog")
            .config(catalog + ".pd", args[0])
            .config(catalog + ".tidb", args[1])
            .config(catalog + ".job-dir", folder.resolve("jobs").toUri().toString())
            .config(catalog + ".analyze", "off")
            .getOrCreate()) {
      SqlProbe probe = new SqlProbe(spark);
      probe.tables(args[2]);
      probe.statements(Files.writeString(folder.resolve("probe.csv"), "7,seven\n"));
      probe.tellSqlTab();
      System.out.printf(
          "probe ended on Spark %s, Scala %s%n",
          spark.version(), scala.util.Properties.versionNumberString());
    }
  }

  private void tables(String before) {
    spark.sql("CREATE DATABASE tidb.probe");
    spark.sql(
        "CREATE TABLE tidb.probe.t (id BIGINT NOT NULL, name VARCHAR(9)) TBLPROPERTIES ('primary-key'='id')");
    tell("databases", "SHOW DATABASES IN tidb LIKE 'probe'");
    tell("tables", "SHOW TABLES IN tidb.probe");
    tell("described", "DESCRIBE tidb.probe.t");
    spark.sql("INSERT INTO tidb.probe.t (id, name) SELECT id, 'row' FROM range(5)");
    spark.sql("INSERT INTO tidb.probe.t VALUES (5, 'more')");
    String statement = spark.sql("SHOW CREATE TABLE tidb.probe.t").head().getString(0);
    spark.sql(statement.replace("probe.t", "probe.again"));
    tell("made again", "DESCRIBE tidb.probe.again");
    spark.sql("DROP TABLE tidb.probe.again");
    tell("scanned", "SELECT count(*), max(name) FROM tidb.probe.t WHERE id >= 3");
    tellFailure("as of", "SELECT * FROM tidb.probe.t VERSION AS OF " + before);
    spark.sql("INSERT OVERWRITE tidb.probe.t SELECT 9, 'only'");
    tell("overwritten", "SELECT * FROM tidb.probe.t");
    spark.sql("TRUNCATE TABLE tidb.probe.t");
    tell("truncated", "SELECT count(*) FROM tidb.probe.t");
    spark.sql(
        "CREATE TABLE tidb.probe.c TBLPROPERTIES ('primary-key'='id') AS SELECT id, id * 2 AS k FROM range(4)");
    tell("selected", "SELECT count(*), sum(k) FROM tidb.probe.c");
    spark
        .range(4, 6)
        .selectExpr("id", "id AS k")
        .write()
        .mode("append")
        .saveAsTable("tidb.probe.c");
    tell("saved", "SELECT count(*), sum(k) FROM tidb.probe.c");
    spark.sql("DROP TABLE tidb.probe.c");
    tell("left", "SHOW TABLES IN tidb.probe");
  }

  private void statements(Path file) {
    Row job =
        spark
            .sql("IMPORT INTO tidb.probe.t (id, name) FROM '" + file + "' WITH group_key='g'")
            .first();
    long id = job.<Long>getAs("Job_ID");
    tell("imported", "SELECT * FROM tidb.probe.t");
    System.out.println(
        "shown " + rows(spark.sql("SHOW IMPORT JOB " + id).select("Status", "Imported_Rows")));
    System.out.println(
        "filtered " + rows(spark.sql("SHOW IMPORT JOBS WHERE Status = 'failed'").select("Job_ID")));
    System.out.println(
        "grouped " + rows(spark.sql("SHOW IMPORT GROUPS").select("Group_Key", "Completed")));
    tellFailure("cancelled", "CANCEL IMPORT JOB " + id);
    spark.sql("TRUNCATE TABLE tidb.probe.t");
    spark.sql("IMPORT INTO tidb.probe.t FROM SELECT id, 'q' FROM range(3) WITH thread=2");
    tell("queried", "SELECT count(*), max(name) FROM tidb.probe.t");
    tellFailure("parsed", "IMPORT INTO tidb.probe.t FORM 'x'");
  }

  /** Prints the figures of each load as Spark's SQL tab has them, a line each. */
  private void tellSqlTab() throws Exception {
    SparkContext context = spark.sparkContext();
    context.listenerBus().waitUntilEmpty();
    URI tab =
        URI.create(
            "%s/api/v1/applications/%s/sql?details=true&planDescription=false&length=100"
                .formatted(context.uiWebUrl().get(), context.applicationId()));
    for (JsonNode statement : new ObjectMapper().readTree(tab.toURL())) {
      for (JsonNode node : statement.path("nodes")) {
        if (node.path("nodeName").asText().equals("TiDB load")) {
          StringBuilder line = new StringBuilder("SQL tab");
          for (JsonNode metric : node.path("metrics")) {
            line.append(", " + metric.path("name").asText() + " " + metric.path("value").asText());
          }
          System.out.println(line.toString().replace('\n', ' '));
        }
      }
    }
  }

  private void tell(String what, String query) {
    System.out.println(what + " " + rows(spark.sql(query)));
  }

  private static List<Row> rows(Dataset<Row> of) {
    return of.collectAsList();
  }

  private void tellFailure(String what, String statement) {
    try {
      spark.sql(statement).collectAsList();
      System.out.println(what + " without an error");
    } catch (Exception e) {
      System.out.println(what + " fails: " + e);
    }
  }
}
