package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.mini.MiniCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * INSERT of a catalog with backend=tidb: its schema comes from a cluster, its rows go to a server
 * that has the same table.
 */
class CatalogTest {
  @TempDir private static Path events;

  private static MiniCluster cluster;
  private static MariaDb server;
  private static SparkSession spark;

  @TempDir private static Path jobs;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDb.shared();
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    String catalog = "spark.sql.catalog.tidb";
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.dir", events.toUri().toString())
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config(catalog, "io.thunderhead.spark.TiDBCatalog")
            .config(catalog + ".pd", cluster.pdAddress())
            .config(catalog + ".tidb", server.address())
            .config(catalog + ".backend", "tidb")
            .config(catalog + ".job-dir", jobs.toString())
            .config("spark.sql.extensions", "io.thunderhead.spark.TiDBExtensions")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    cluster.close();
  }

  @Test
  void insertsBySql() throws Exception {
    String table = "d.c (id BIGINT PRIMARY KEY, v VARCHAR(9), n INT DEFAULT 5)";
    cluster.execute("CREATE DATABASE d");
    cluster.execute("CREATE TABLE " + table);
    server.run("CREATE DATABASE IF NOT EXISTS d; DROP TABLE IF EXISTS d.c; CREATE TABLE " + table);
    spark.sql("INSERT INTO tidb.d.c VALUES (1, 'a', 7)");
    spark.sql("INSERT INTO tidb.d.c SELECT id + 2, 'b', NULL FROM range(2)");
    assertThat(server.rows("SELECT * FROM d.c ORDER BY id"))
        .containsExactly("1,a,7", "2,b,null", "3,b,null");
    assertThat(spark.sql("SHOW IMPORT JOBS").select("Status", "Imported_Rows").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[finished,1]", "[finished,2]");
    assertThat(loggedFigures()).containsEntry("rows written to TiDB by SQL", 3L);
  }

  /** Returns the sums of what tasks told in the event log, by name. */
  private static Map<String, Long> loggedFigures() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    Map<String, Long> sums = new TreeMap<>();
    try (Stream<Path> logs = Files.list(events)) {
      for (String line : Files.readAllLines(logs.findFirst().orElseThrow())) {
        for (JsonNode each : new ObjectMapper().readTree(line).at("/Task Info/Accumulables")) {
          if (each.path("Metadata").asText().equals("sql")) {
            sums.merge(each.path("Name").asText(), each.path("Update").asLong(), Long::sum);
          }
        }
      }
    }
    return sums;
  }
}
