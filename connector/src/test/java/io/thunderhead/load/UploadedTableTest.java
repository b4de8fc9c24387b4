package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.testing.LocalSpark;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of several shapes hold the same KVs by either transport. */
class UploadedTableTest {
  private static final int ROWS = 400;
  private static final StructType SCHEMA =
      new StructType()
          .add("k", DataTypes.StringType)
          .add("n", DataTypes.IntegerType)
          .add("v", DataTypes.StringType);

  /** Values around the 255 bytes that a record holds, empty ones, and some of many blocks. */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String value = i % 50 == 49 ? "long".repeat(5000 + i) : "v".repeat(i);
      rows.add(RowFactory.create("key " + i, i * 7 - 900, i % 9 == 8 ? null : value));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(k VARCHAR(20), n INT PRIMARY KEY, v LONGTEXT)",
        "(k VARCHAR(20) COLLATE utf8mb4_general_ci, n INT, v LONGTEXT,"
            + " PRIMARY KEY (k) CLUSTERED, UNIQUE KEY un (n))",
        "(k VARCHAR(20), n INT, v LONGTEXT, KEY kk (k), KEY kv (v(500)), UNIQUE KEY kn (k, n))",
        "(k VARCHAR(20), n INT, v LONGTEXT, KEY nk (n, k)) PARTITION BY HASH (n) PARTITIONS 3"
      })
  void holdTheSameKvs(String columns) {
    String ddl = "CREATE TABLE test.t " + columns;
    Loaded streamed = load(ddl, "write");
    Loaded uploaded = load(ddl, "upload");
    assertThat(uploaded.report().local()).isEqualTo(streamed.report().local());
    assertThat(uploaded.report().remote()).isEqualTo(streamed.report().remote());
    assertThat(uploaded.report().checksumsEqual()).isTrue();
    assertThat(uploaded.report().ssts()).isEqualTo(streamed.report().ssts());
    assertThat(uploaded.report().sentBytes()).isLessThan(streamed.report().sentBytes());
    assertThat(uploaded.rows()).isEqualTo(streamed.rows()).hasSize(ROWS);
  }

  @Test
  void compressOrNot() {
    String ddl = "CREATE TABLE test.t (k VARCHAR(20), n INT PRIMARY KEY, v LONGTEXT)";
    long zstd = load(ddl, "upload", "sst-compression", "zstd").report().sentBytes();
    long lz4 = load(ddl, "upload", "sst-compression", "lz4").report().sentBytes();
    long none = load(ddl, "upload", "sst-compression", "none").report().sentBytes();
    assertThat(zstd).isLessThan(lz4);
    assertThat(lz4).isLessThan(none);
  }

  private record Loaded(LoadReport report, List<List<String>> rows) {}

  private static Loaded load(String ddl, String transport, String... more) {
    try (MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start()) {
      cluster.execute(ddl);
      String pd = cluster.pdAddress();
      Map<String, String> options = new HashMap<>();
      options.putAll(Map.of("pd", pd, "table", "test.t", "sst-transport", transport));
      for (int i = 0; i < more.length; i += 2) {
        options.put(more[i], more[i + 1]);
      }
      LoadReport report =
          BulkLoad.run(
              LocalSpark.session().createDataFrame(rows(), SCHEMA).coalesce(1),
              LoadOptions.parse(options));
      return new Loaded(
          report,
          TableReader.read(List.of(pd), new TableName("test", "t"), ZoneId.of("UTC"), ROWS).rows());
    }
  }
}
