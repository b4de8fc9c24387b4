package io.thunderhead.rowid;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.encode.AutoIds;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AllocatorStepsTest {
  private static MiniCluster cluster;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void raisesRowIdsOfATableWithoutAKey() {
    cluster.execute("CREATE TABLE test.plain (v BIGINT)");
    assertThat(load("plain", "id AS v"))
        .containsExactly("ALTER TABLE `test`.`plain` AUTO_INCREMENT = 11");
  }

  @Test
  void raisesAutoIncrementToTheLargestGivenId() {
    cluster.execute("CREATE TABLE test.given (id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT)");
    assertThat(load("given", "id * 100 AS id", "id AS v"))
        .containsExactly("ALTER TABLE `test`.`given` AUTO_INCREMENT = 901");
  }

  @Test
  void raisesAutoIncrementToTheLargestGeneratedId() {
    cluster.execute("CREATE TABLE test.made (id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT)");
    assertThat(load("made", "id AS v"))
        .containsExactly("ALTER TABLE `test`.`made` AUTO_INCREMENT = 11");
  }

  @Test
  void raisesAutoRandomByItsIncrementPart() {
    cluster.execute("CREATE TABLE test.random (id BIGINT PRIMARY KEY AUTO_RANDOM(5), v BIGINT)");
    assertThat(load("random", "id AS v"))
        .containsExactly("ALTER TABLE `test`.`random` AUTO_RANDOM_BASE = 11");
  }

  @Test
  void asksForNothingWhenNoIdWasTaken() {
    cluster.execute("CREATE TABLE test.own (id BIGINT PRIMARY KEY, v BIGINT)");
    assertThat(load("own", "id", "id AS v")).isEmpty();
  }

  @Test
  void keepsTheLargestOfAllTasks() {
    LargestIds driver = new LargestIds();
    LargestIds task = new LargestIds();
    task.add(new AutoIds(5, 9, 1));
    driver.merge(task);
    driver.merge(task);
    driver.add(new AutoIds(7, 2, 0));
    assertThat(driver.value()).isEqualTo(new AutoIds(7, 9, 1));
    assertThat(driver.copy().value()).isEqualTo(driver.value());
  }

  /** Loads ten rows and runs what is left to do, as the user would. */
  private static List<String> load(String table, String... columns) {
    Dataset<Row> rows = LocalSpark.session().range(0, 10).selectExpr(columns).repartition(3).toDF();
    LoadReport report =
        BulkLoad.run(
            rows, LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", "test." + table)));
    assertThat(report.checksumsEqual()).isTrue();
    report.remaining().forEach(cluster::execute);
    return report.remaining();
  }
}
