package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.testing.LocalSpark;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DDL while a load writes fails the load, which says what became of the table. */
class SchemaChangeTest {
  private static MiniCluster cluster;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "TRUNCATE TABLE test.t; it was truncated, or dropped and created again",
        "DROP TABLE test.t; it was dropped or renamed",
        "RENAME TABLE test.t TO test.other; it was dropped or renamed",
        "ALTER TABLE test.t ADD COLUMN w INT; column w was added",
        "ALTER TABLE test.t DROP COLUMN v; column v was dropped",
        "ALTER TABLE test.t ADD INDEX late (v); index late was added",
        "ALTER TABLE test.t DROP INDEX kv; index kv was dropped",
        "ALTER TABLE test.t ADD PARTITION (PARTITION p2 VALUES LESS THAN (300)); partition p2 was added",
        "ALTER TABLE test.t TRUNCATE PARTITION p1; partition p1 was changed",
      })
  void isNamed(String ddl, String told) {
    LoadException failure = failure(ddl, "required");
    assertThat(failure.code()).isEqualTo(ErrorCode.SCHEMA_CHANGED);
    assertThat(failure)
        .hasMessageContaining("the schema of test.t changed while it was loaded: ")
        .hasMessageContaining(told)
        .hasMessageContaining("Keep DDL away");
  }

  @ParameterizedTest
  @CsvSource({"TRUNCATE TABLE test.t", "ALTER TABLE test.t ADD COLUMN w INT"})
  void isSeenWithoutAChecksum(String ddl) {
    assertThat(failure(ddl, "off").code()).isEqualTo(ErrorCode.SCHEMA_CHANGED);
  }

  private static LoadException failure(String ddl, String checksum) {
    cluster.execute(
        "DROP TABLE IF EXISTS test.other; DROP TABLE IF EXISTS test.t; CREATE TABLE test.t (id BIGINT PRIMARY KEY, v VARCHAR(9), KEY kv (v))"
            + " PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (50), PARTITION p1 VALUES LESS THAN (200))");
    return catchThrowableOfType(
        LoadException.class,
        () ->
            BulkLoad.run(
                LocalSpark.session().range(0, 100).selectExpr("id", "'x' AS v"),
                LoadOptions.parse(
                    Map.of("pd", cluster.pdAddress(), "table", "test.t", "checksum", checksum)),
                line -> {
                  if (line.startsWith("encode-and-sort, write")) {
                    cluster.execute(ddl);
                  }
                }));
  }
}
