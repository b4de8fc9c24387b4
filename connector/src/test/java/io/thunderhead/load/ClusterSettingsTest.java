package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.testing.LocalSpark;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load follows what the cluster says of itself, and names what contradicts it. */
class ClusterSettingsTest {
  private MiniCluster cluster;
  private TidbClient tidb;

  @BeforeEach
  void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).newCollation(false).start();
    tidb = new TidbClient(List.of(cluster.tidbAddress()), "root", "");
    cluster.execute(
        "CREATE TABLE test.t (k VARCHAR(9) COLLATE utf8mb4_general_ci PRIMARY KEY CLUSTERED, at TIMESTAMP)");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private LoadReport load(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("pd", cluster.pdAddress());
    options.put("tidb", cluster.tidbAddress());
    options.put("table", "test.t");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return BulkLoad.run(
        LocalSpark.session()
            .sql("SELECT * FROM VALUES ('a', '2024-01-01 12:00:00'), ('A', NULL) AS t(k, at)"),
        LoadOptions.parse(options));
  }

  private List<List<String>> read() {
    LoadOptions options = LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", "test.t"));
    return TableReader.read(options.pd(), options.table(), ZoneId.of("UTC"), 9).rows();
  }

  private LoadException failure(String... more) {
    return catchThrowableOfType(LoadException.class, () -> load(more));
  }

  @Test
  void sortsKeysAsTheClusterDoes() {
    assertThat(load().rowsLoaded()).isEqualTo(2);
    assertThat(read()).hasSize(2);
  }

  @Test
  void refusesAnOptionThatContradictsTheCluster() {
    LoadException failure = failure("new-collation", "true");
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_OPTION);
    assertThat(failure).hasMessageContaining("true").hasMessageContaining("is false");
    assertThat(load("new-collation", "false").rowsLoaded()).isEqualTo(2);
  }

  @Test
  void readsTimestampsInTheClustersZoneOnlyWhenAsked() {
    tidb.run("SET GLOBAL time_zone = '+08:00'");
    load();
    assertThat(read().get(1).get(1)).isEqualTo("2024-01-01 12:00:00");
    tidb.run("TRUNCATE TABLE test.t");
    load("time-zone", "cluster");
    assertThat(read().get(1).get(1)).isEqualTo("2024-01-01 04:00:00");
  }

  @Test
  void writesChecksumsOfRowsWhereTheClusterHasThem() {
    long plain = load().local().bytes();
    tidb.run("TRUNCATE TABLE test.t");
    tidb.run("SET GLOBAL tidb_enable_row_level_checksum = 1");
    assertThat(load().local().bytes()).isEqualTo(plain + 2 * 5);
    assertThat(read()).hasSize(2);
  }

  @Test
  void refusesRecordsOfVersion1AndSaysHowToLeaveThem() {
    tidb.run("SET GLOBAL tidb_row_format_version = 1");
    LoadException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(failure).hasMessageContaining("SET GLOBAL tidb_row_format_version = 2");
    tidb.run("SET GLOBAL tidb_row_format_version = 2");
    assertThat(load().rowsLoaded()).isEqualTo(2);
  }

  @Test
  void readsTheSchemaFromTheStatusPort() {
    assertThat(load("tidb-status", cluster.tidbStatusAddress()).rowsLoaded()).isEqualTo(2);
  }
}
