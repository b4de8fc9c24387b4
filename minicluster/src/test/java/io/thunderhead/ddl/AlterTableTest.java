package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlterTableTest {
  private static final String CREATE =
      "CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(10), c INT, KEY kb (b), KEY kcb (c, b));";

  @Test
  void addsColumnsAndMovesIndexOffsets() {
    JsonNode table =
        Schemas.table(
            CREATE
                + "ALTER TABLE t ADD x INT FIRST, ADD COLUMN (y INT, z INT);"
                + "ALTER TABLE t ADD w INT AFTER a");
    assertThat(Schemas.columnNames(table)).containsExactly("x", "a", "w", "b", "c", "y", "z");
    assertThat(Schemas.column(table, "w").get("id").asInt()).isEqualTo(7);
    assertThat(Schemas.index(table, "kcb").at("/idx_cols/0/offset").asInt()).isEqualTo(4);
    assertThat(table.get("revision").asInt()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INT NOT NULL|0",
        "INT DEFAULT 7|7",
        "VARCHAR(9) NOT NULL|",
        "ENUM('p','q') NOT NULL|p",
        "DATETIME(2) NOT NULL|0000-00-00 00:00:00.00",
        "TIMESTAMP DEFAULT CURRENT_TIMESTAMP|2026-11-21 06:47:38",
        "TIME NOT NULL|00:00:00",
        "JSON NOT NULL|null",
        "YEAR NOT NULL|0000",
      })
  void givesOldRowsTheDefaultOfANewColumn(String type, String origin) {
    JsonNode table = Schemas.table(CREATE + "ALTER TABLE t ADD x " + type);
    assertThat(Schemas.column(table, "x").get("origin_default").asText())
        .isEqualTo(origin == null ? "" : origin);
  }

  @Test
  void dropsColumnWithItsIndex() {
    JsonNode table =
        Schemas.table(CREATE + "ALTER TABLE t DROP INDEX kcb; ALTER TABLE t DROP COLUMN b");
    assertThat(Schemas.columnNames(table)).containsExactly("a", "c");
    assertThat(table.get("index_info").isNull()).isTrue();
    assertThat(table.get("max_idx_id").asInt()).isEqualTo(2);
    assertThat(Schemas.column(table, "c").at("/type/Flag").asInt()).isZero();
  }

  @Test
  void keepsFlagThatAnotherIndexWants() {
    JsonNode table = Schemas.table(CREATE + "CREATE UNIQUE INDEX u ON t (b); DROP INDEX kb ON t;");
    assertThat(Schemas.column(table, "b").at("/type/Flag").asInt()).isEqualTo(4);
    assertThat(Schemas.index(table, "u").get("id").asInt()).isEqualTo(3);
  }

  @Test
  void dropsHiddenColumnsWithTheirIndex() {
    JsonNode table =
        Schemas.table(
            CREATE
                + "ALTER TABLE t ADD INDEX e ((LOWER(b))); ALTER TABLE t ADD x INT; DROP INDEX e ON t");
    assertThat(Schemas.columnNames(table)).containsExactly("a", "b", "c", "x");
    assertThat(table.get("max_col_id").asInt()).isEqualTo(5);
  }

  @Test
  void modifiesAndRenamesInPlace() {
    JsonNode table =
        Schemas.table(
            CREATE
                + "ALTER TABLE t CHANGE b bb VARCHAR(20) NOT NULL DEFAULT 'q' FIRST;"
                + "ALTER TABLE t RENAME COLUMN c TO cc;"
                + "ALTER TABLE t MODIFY cc BIGINT COMMENT 'n'");
    assertThat(Schemas.columnNames(table)).containsExactly("bb", "a", "cc");
    assertThat(Schemas.column(table, "bb").get("id").asInt()).isEqualTo(2);
    assertThat(Schemas.column(table, "bb").at("/type/Flag").asInt()).isEqualTo(9);
    assertThat(Schemas.column(table, "cc").at("/type/Tp").asInt()).isEqualTo(8);
    assertThat(Schemas.index(table, "kcb").get("idx_cols").toString())
        .contains("\"O\":\"cc\"", "\"O\":\"bb\"");
  }

  @Test
  void changesDefaultsAndIndexes() {
    JsonNode table =
        Schemas.table(
            CREATE
                + "ALTER TABLE t ALTER c SET DEFAULT 3;"
                + "ALTER TABLE t ALTER INDEX kb INVISIBLE;"
                + "ALTER TABLE t RENAME INDEX kb TO kbb");
    assertThat(Schemas.column(table, "c").get("default").asText()).isEqualTo("3");
    assertThat(Schemas.index(table, "kbb").get("is_invisible").asBoolean()).isTrue();
    assertThat(table.get("revision").asInt()).isEqualTo(3);
  }

  @Test
  void addsAndDropsNonClusteredPrimaryKey() {
    String create = "CREATE TABLE t (a INT); ALTER TABLE t ADD PRIMARY KEY (a);";
    assertThat(Schemas.column(Schemas.table(create), "a").at("/type/Flag").asInt()).isEqualTo(3);
    JsonNode dropped = Schemas.table(create + "ALTER TABLE t DROP PRIMARY KEY");
    assertThat(Schemas.column(dropped, "a").at("/type/Flag").asInt()).isEqualTo(1);
  }

  @Test
  void changesOptions() {
    JsonNode table =
        Schemas.table(
            "CREATE TABLE t (a INT, d DATETIME, v VARCHAR(9)) CHARSET utf8 SHARD_ROW_ID_BITS 3;"
                + "ALTER TABLE t COMMENT 'x';"
                + "ALTER TABLE t SHARD_ROW_ID_BITS = 2;"
                + "ALTER TABLE t TTL = `d` + INTERVAL 3 MONTH TTL_ENABLE = 'OFF';"
                + "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    assertThat(table.get("comment").asText()).isEqualTo("x");
    assertThat(table.get("ShardRowIDBits").asInt()).isEqualTo(2);
    assertThat(table.get("max_shard_row_id_bits").asInt()).isEqualTo(3);
    assertThat(table.at("/ttl_info/interval_expr").asText()).isEqualTo("3");
    assertThat(table.at("/ttl_info/interval_time_unit").asInt()).isEqualTo(7);
    assertThat(table.at("/ttl_info/enable").asBoolean()).isFalse();
    assertThat(table.at("/cols/2/type/Collate").asText()).isEqualTo("utf8mb4_general_ci");
  }

  @Test
  void changesRangePartitions() {
    JsonNode table =
        Schemas.table(
            "CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (1));"
                + "ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (5));"
                + "ALTER TABLE t DROP PARTITION p0; ALTER TABLE t TRUNCATE PARTITION p1");
    assertThat(table.at("/partition/definitions").size()).isEqualTo(1);
    assertThat(table.at("/partition/definitions/0/id").asLong())
        .isEqualTo(table.get("id").asLong() + 3);
    assertThat(table.at("/partition/num").asInt()).isEqualTo(1);
  }

  @Test
  void leavesTableAloneWhenAChangeIsRefused() {
    Catalog catalog = Schemas.catalog();
    catalog.execute(CREATE);
    JsonNode before = catalog.table("d", "t").orElseThrow();
    try {
      catalog.execute("ALTER TABLE t ADD x INT, DROP COLUMN nope");
    } catch (DdlException expected) {
      assertThat(expected).hasMessageContaining("'nope'");
    }
    assertThat(catalog.table("d", "t").orElseThrow()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ADD b INT|exists",
        "ADD x INT AUTO_INCREMENT|TiDB takes those in CREATE TABLE only",
        "ADD x INT AS (a + 1) STORED|VIRTUAL columns only",
        "ADD x CHAR(36) DEFAULT (UUID())|function as default",
        "ADD x INT AFTER y|'y' does not exist",
        "DROP COLUMN a|primary key",
        "DROP COLUMN c|with others",
        "DROP COLUMN x|does not exist",
        "MODIFY c VARCHAR(9)|rewrites its rows",
        "MODIFY b VARCHAR(9)|rewrites its rows",
        "MODIFY c INT AUTO_INCREMENT|AUTO_INCREMENT",
        "MODIFY b VARCHAR(10) COLLATE utf8mb4_general_ci|collation of indexed",
        "CHANGE b c VARCHAR(10)|exists",
        "ADD INDEX kb (c)|exists",
        "ADD PRIMARY KEY (c)|second primary key",
        "DROP PRIMARY KEY|clustered primary key",
        "DROP INDEX x|does not exist",
        "RENAME INDEX kb TO kcb|exists",
        "AUTO_RANDOM_BASE = 9|non auto_random table",
        "DROP PARTITION p|has no partitions",
        "EXCHANGE PARTITION p WITH TABLE x|not taken",
        "REORGANIZE PARTITION p INTO (PARTITION q VALUES LESS THAN (1))|not taken",
        "PARTITION BY HASH (a)|not taken",
        "SET TIFLASH REPLICA 1|not taken",
        "CACHE|not taken",
        "CHARSET gbk|only goes from utf8 to utf8mb4",
      })
  void refusesChangesThatAreWrongOrNotTaken(String change, String problem) {
    Schemas.assertRefused(CREATE + "ALTER TABLE t " + change)
        .hasMessageContaining(problem)
        .hasMessageContaining("line 1, column");
  }
}
