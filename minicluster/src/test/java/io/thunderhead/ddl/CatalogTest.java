package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.ddl.Change.AllocatorRaised;
import io.thunderhead.ddl.Change.DatabaseDropped;
import io.thunderhead.ddl.Change.DatabasePut;
import io.thunderhead.ddl.Change.TableDropped;
import io.thunderhead.ddl.Change.TablePut;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  @Test
  void tellsWhatAStatementChanged() {
    Catalog catalog = Schemas.catalog();
    List<Change> changes =
        catalog.execute("CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 2");
    assertThat(changes).hasSize(1);
    TablePut put = (TablePut) changes.get(0);
    assertThat(put.databaseId()).isEqualTo(101);
    assertThat(put.tableId()).isEqualTo(102);
    assertThat(put.tableInfo()).isEqualTo(catalog.table("D", "T").orElseThrow());
    assertThat(put.tableInfo().get("update_timestamp").asLong()).isEqualTo(Schemas.TIMESTAMP);
  }

  @Test
  void raisesAllocatorsThatOptionsSet() {
    Catalog catalog = Schemas.catalog();
    assertThat(
            catalog.execute("CREATE TABLE a (i INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT 10"))
        .contains(new AllocatorRaised(101, 102, Change.Allocator.ROW_ID, 9, false, false));
    assertThat(
            catalog.execute(
                "CREATE TABLE b (i INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT 10 AUTO_ID_CACHE 1"))
        .contains(new AllocatorRaised(101, 103, Change.Allocator.AUTO_INCREMENT, 9, false, false));
    assertThat(
            catalog.execute(
                "CREATE TABLE c (i BIGINT AUTO_RANDOM PRIMARY KEY) AUTO_RANDOM_BASE = 7"))
        .contains(new AllocatorRaised(101, 104, Change.Allocator.AUTO_RANDOM, 6, false, false));
    assertThat(catalog.execute("ALTER TABLE c AUTO_RANDOM_BASE = 8"))
        .contains(new AllocatorRaised(101, 104, Change.Allocator.AUTO_RANDOM, 7, false, false));
  }

  @Test
  void keepsAllocatorsOfARenamedTableWhereTheyAre() {
    Catalog catalog = Schemas.catalog();
    catalog.execute("CREATE TABLE t (a INT); CREATE DATABASE e");
    List<Change> moved = catalog.execute("RENAME TABLE t TO e.u");
    assertThat(moved.get(0)).isEqualTo(new TableDropped(101, 102, true));
    assertThat(((TablePut) moved.get(1)).tableInfo().get("old_schema_id").asLong()).isEqualTo(101);
    assertThat(catalog.execute("ALTER TABLE e.u AUTO_INCREMENT = 5"))
        .contains(new AllocatorRaised(101, 102, Change.Allocator.ROW_ID, 4, false, false));
    List<Change> back = catalog.execute("ALTER TABLE e.u RENAME TO d.t");
    assertThat(((TablePut) back.get(1)).tableInfo().has("old_schema_id")).isFalse();
  }

  @Test
  void truncateGivesNewIds() {
    Catalog catalog = Schemas.catalog();
    catalog.execute("CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 2");
    List<Change> changes = catalog.execute("TRUNCATE t");
    assertThat(changes.get(0)).isEqualTo(new TableDropped(101, 102, false));
    TablePut put = (TablePut) changes.get(1);
    assertThat(put.tableId()).isEqualTo(105);
    assertThat(put.tableInfo().at("/partition/definitions/1/id").asLong()).isEqualTo(107);
  }

  @Test
  void dropsWhatIsThere() {
    Catalog catalog = Schemas.catalog();
    catalog.execute("CREATE TABLE t (a INT); CREATE TABLE u (a INT)");
    assertThat(catalog.execute("DROP TABLE IF EXISTS nope, t"))
        .containsExactly(new TableDropped(101, 102, false));
    assertThat(catalog.execute("DROP DATABASE d"))
        .containsExactly(new TableDropped(101, 103, false), new DatabaseDropped(101));
    assertThat(catalog.databases()).isEmpty();
    assertThatThrownBy(() -> catalog.execute("CREATE TABLE t (a INT)"))
        .hasMessageContaining("no database is chosen");
  }

  @Test
  void copiesTables() {
    Catalog catalog = Schemas.catalog();
    catalog.execute(
        "CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT, KEY (b)) AUTO_INCREMENT 9;"
            + "CREATE TABLE u LIKE t; CREATE TABLE IF NOT EXISTS u (LIKE t)");
    assertThat(catalog.tables("d")).containsExactly("t", "u");
    assertThat(catalog.table("d", "u").orElseThrow().get("auto_inc_id").asLong()).isZero();
    assertThat(Schemas.indexNames(catalog.table("d", "u").orElseThrow())).containsExactly("b");
  }

  @Test
  void keepsUseForTheNextCallButNotTheDatabaseOfOneCall() {
    Catalog catalog = Schemas.catalog();
    catalog.execute("CREATE DATABASE e");
    catalog.execute("e", "CREATE TABLE t (a INT)");
    catalog.execute("CREATE TABLE u (a INT)");
    assertThat(catalog.tables("e")).containsExactly("t");
    assertThat(catalog.tables("d")).containsExactly("u");
    assertThatThrownBy(() -> catalog.execute("nope", "CREATE TABLE t (a INT)"))
        .isInstanceOf(DdlException.class)
        .hasMessageContaining("'nope'");
  }

  @Test
  void keepsWhatStatementsBeforeAFailureDid() {
    Catalog catalog = Schemas.catalog();
    assertThatThrownBy(() -> catalog.execute("CREATE TABLE t (a INT);\nCREATE TABLE t (a INT)"))
        .isInstanceOfSatisfying(DdlException.class, e -> assertThat(e.line()).isEqualTo(2))
        .hasMessageContaining("exists");
    assertThat(catalog.tables("d")).containsExactly("t");
    assertThat(catalog.execute("CREATE TABLE IF NOT EXISTS t (b INT)")).isEmpty();
  }

  @Test
  void passesOverHeadersOfDumps() {
    Catalog catalog = Schemas.catalog();
    List<Change> changes =
        catalog.execute(
            """
            /*!40101 SET @OLD_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
            /*!40014 SET FOREIGN_KEY_CHECKS=0*/;
            /*!40101 SET NAMES binary*/;
            ;
            -- a comment
            CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES later (a));
            """);
    assertThat(changes).hasSize(1);
  }

  @Test
  void altersDatabases() {
    Catalog catalog = Schemas.catalog();
    List<Change> changes = catalog.execute("ALTER DATABASE d COLLATE = utf8mb4_general_ci");
    assertThat(((DatabasePut) changes.get(0)).databaseInfo().get("collate").asText())
        .isEqualTo("utf8mb4_general_ci");
    catalog.execute("CREATE TABLE t (a CHAR(1))");
    assertThat(catalog.table("d", "t").orElseThrow().get("collate").asText())
        .isEqualTo("utf8mb4_general_ci");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "CREATE SEQUENCE s",
        "CREATE TEMPORARY TABLE t (a INT)",
        "CREATE TABLE t (a INT) SELECT 1",
        "CREATE TABLE t (a INT) PLACEMENT POLICY = p",
        "CREATE TABLE t (a INT) STATS_BUCKETS = 5",
        "CREATE TABLE t (a INT) nonsense",
        "CREATE TABLE t (a INT,)",
        "CREATE TABLE t (a INT",
        "CREATE TABLE t ()",
        "CREATE TABLE t (a INT) CHARSET utf8 COLLATE utf8mb4_bin",
        "CREATE TABLE t (select INT)",
        "CREATE TABLE t (a INT PRIMARY KEY) SHARD_ROW_ID_BITS = 3",
        "CREATE TABLE t (a INT) TTL_ENABLE = 'ON'",
        "CREATE DATABASE x PLACEMENT POLICY p",
        "CREATE DATABASE d",
        "DROP TABLE nope",
        "DROP VIEW v",
        "USE nope",
        "SET sql_mode = 'ANSI_QUOTES'",
        "SET time_zone = 'Nowhere/At_All'",
      })
  void refusesStatementsByNameAndPlace(String sql) {
    Schemas.assertRefused(sql).hasMessageMatching("(?s).+ at line 1, column \\d+.*");
  }
}
