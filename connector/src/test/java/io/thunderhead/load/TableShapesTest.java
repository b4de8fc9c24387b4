package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.testing.LocalSpark;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Tables of other shapes than one integer key, loaded into a cluster and read back from it. */
class TableShapesTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("k", DataTypes.StringType)
          .add("n", DataTypes.IntegerType)
          .add("j", DataTypes.StringType);

  private static final List<Row> ROWS =
      List.of(
          RowFactory.create("b", 30, "{\"x\": [1, 2.5]}"),
          RowFactory.create("A ", 5, null),
          RowFactory.create("c", -1, "[]"),
          RowFactory.create("d", 12, "\"s\""));

  private static List<List<String>> load(String ddl) {
    try (MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start()) {
      cluster.execute(ddl);
      String pd = cluster.pdAddress();
      LoadReport report =
          BulkLoad.run(
              LocalSpark.session().createDataFrame(ROWS, SCHEMA).repartition(2),
              LoadOptions.parse(Map.of("pd", pd, "table", "test.t")));
      assertThat(report.rowsLoaded()).isEqualTo(4);
      assertThat(report.checksumsEqual()).isTrue();
      return TableReader.read(List.of(pd), new TableName("test", "t"), ZoneId.of("UTC"), 3).rows();
    }
  }

  @Test
  void clustersByCollatedStrings() {
    assertThat(
            load(
                "CREATE TABLE test.t (k VARCHAR(9) COLLATE utf8mb4_general_ci, n INT, j JSON,"
                    + " PRIMARY KEY (k) CLUSTERED, UNIQUE KEY un (n))"))
        .containsExactly(
            Arrays.asList("A ", "5", null),
            List.of("b", "30", "{\"x\": [1, 2.5]}"),
            List.of("c", "-1", "[]"));
  }

  @Test
  void spreadsRowsOverPartitions() {
    assertThat(
            load(
                "CREATE TABLE test.t (k VARCHAR(9), n INT, j JSON, KEY kk (k),"
                    + " UNIQUE KEY un (n) GLOBAL) PARTITION BY RANGE COLUMNS (k)"
                    + " (PARTITION p0 VALUES LESS THAN ('c'), PARTITION p1 VALUES LESS THAN"
                    + " (MAXVALUE))"))
        .hasSize(3)
        .contains(List.of("b", "30", "{\"x\": [1, 2.5]}"))
        .doesNotHaveDuplicates();
  }
}
