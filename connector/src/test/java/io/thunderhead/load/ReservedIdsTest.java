package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.testing.TidbDoor;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ids come from blocks that TiDB gives, and its allocators stand behind them afterwards. */
class ReservedIdsTest {
  private static TidbDoor door;
  private static TidbClient tidb;

  @BeforeAll
  static void open() {
    door = TidbDoor.open();
    tidb = door.client();
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @Test
  void reservesRowIdsOfATableWithoutAKey() {
    create("plain", "(v BIGINT)");
    LoadReport report = load("plain", "id AS v");
    assertThat(report.allocators())
        .containsExactly("1 to 10 reserved of _TIDB_ROWID", "next _TIDB_ROWID is 11");
    assertThat(report.remaining()).isEmpty();
    assertThat(next("plain")).containsExactly("_TIDB_ROWID=11");
  }

  @Test
  void beginsBehindTheIdsThatWereTakenBefore() {
    create("used", "(id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT) AUTO_INCREMENT = 501");
    load("used", "id AS v");
    assertThat(next("used")).containsExactly("_TIDB_ROWID=511");
    assertThat(ids("used"))
        .containsExactly(501L, 502L, 503L, 504L, 505L, 506L, 507L, 508L, 509L, 510L);
  }

  @Test
  void movesBehindTheLargestGivenId() {
    create("given", "(id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT)");
    load("given", "id * 100 AS id", "id AS v");
    assertThat(next("given")).containsExactly("_TIDB_ROWID=901");
  }

  @Test
  void keepsGeneratedIdsOffThoseThatTiDBGaveOut() {
    create("mixed", "(id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT) AUTO_INCREMENT = 2000");
    load("mixed", "IF(id < 5, id + 1, NULL) AS id", "id AS v");
    assertThat(ids("mixed")).hasSize(10).startsWith(1L, 2L, 3L, 4L, 5L);
    assertThat(ids("mixed").get(5)).isGreaterThanOrEqualTo(2000);
    assertThat(next("mixed")).containsExactly("_TIDB_ROWID=2010");
  }

  @Test
  void reservesTheIncrementalBitsOfAutoRandom() {
    create("random", "(id BIGINT PRIMARY KEY AUTO_RANDOM(5), v BIGINT)");
    load("random", "id AS v");
    assertThat(next("random")).containsExactly("AUTO_RANDOM=11");
    create("random2", "(id BIGINT PRIMARY KEY AUTO_RANDOM(5), v BIGINT)");
    load("random2", "shiftleft(3L, 58) + id + 40 AS id", "id AS v");
    assertThat(next("random2")).containsExactly("AUTO_RANDOM=50");
  }

  @Test
  void countsRowIdsWithoutTheirShards() {
    create("sharded", "(v BIGINT) SHARD_ROW_ID_BITS = 4");
    load("sharded", "id AS v");
    assertThat(next("sharded")).containsExactly("_TIDB_ROWID=11");
  }

  @Test
  void movesUnsignedIdsBeyondTheSignBit() {
    create("wide", "(id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, v BIGINT)");
    load("wide", "CAST('18446744073709551000' AS DECIMAL(20)) - id AS id", "id AS v");
    assertThat(next("wide"))
        .containsExactly("_TIDB_ROWID=" + (Long.parseUnsignedLong("18446744073709551000") + 1));
  }

  @Test
  void countsAutoIncrementApartFromRowIds() {
    create(
        "apart", "(id BIGINT PRIMARY KEY NONCLUSTERED AUTO_INCREMENT, v BIGINT) AUTO_ID_CACHE 1");
    load("apart", "id + 100 AS id", "id AS v");
    assertThat(nextId("apart", "AUTO_INCREMENT")).isEqualTo(110);
    assertThat(nextId("apart", "_TIDB_ROWID")).isGreaterThanOrEqualTo(11);
  }

  @Test
  void countsAutoIncrementOfAClusteredKeyWithCacheOne() {
    create("single", "(id BIGINT PRIMARY KEY AUTO_INCREMENT, v BIGINT) AUTO_ID_CACHE 1");
    load("single", "id AS v");
    assertThat(next("single")).containsExactly("AUTO_INCREMENT=11");
  }

  @Test
  void movesRowIdsThatNoStatementMoves() {
    create("cached", "(v BIGINT NOT NULL, w INT NOT NULL UNIQUE) AUTO_ID_CACHE 1");
    load("cached", "id AS v", "id AS w");
    assertThat(nextId("cached", "_TIDB_ROWID")).isGreaterThanOrEqualTo(11);
    assertThat(tidb.rows("SELECT COUNT(*) FROM " + door.database() + ".cached"))
        .containsExactly(List.of("10"));
  }

  @Test
  void takesRowIdsFromTheInput() {
    create("brought", "(v BIGINT)");
    LoadReport report = load("brought", "id AS v", "id * 7 + 3 AS _tidb_rowid");
    assertThat(report.rowsLoaded()).isEqualTo(10);
    assertThat(next("brought")).containsExactly("_TIDB_ROWID=67");
  }

  @Test
  void cutsRegionsAtTheIdsThatRowsGet() {
    create("cut", "(v BIGINT, KEY(v)) AUTO_INCREMENT = 1000001");
    create("cut2", "(id BIGINT PRIMARY KEY NONCLUSTERED AUTO_INCREMENT, v BIGINT UNIQUE)");
    create("cut3", "(id BIGINT PRIMARY KEY AUTO_RANDOM(5), v BIGINT) AUTO_RANDOM_BASE = 7000");
    create("cut4", "(id INT AUTO_INCREMENT, v BIGINT, PRIMARY KEY(id, v) CLUSTERED)");
    Dataset<Row> rows =
        LocalSpark.session().range(0, 6000, 1, 3).selectExpr("IF(id < 0, id, NULL) AS v");
    Dataset<Row> other = LocalSpark.session().range(0, 6000, 1, 3).selectExpr("5 AS v");
    assertThat(regions("cut", rows)).isGreaterThanOrEqualTo(20);
    assertThat(regions("cut2", rows)).isGreaterThanOrEqualTo(30);
    assertThat(regions("cut3", other)).isGreaterThanOrEqualTo(10);
    assertThat(regions("cut4", other)).isGreaterThanOrEqualTo(10);
  }

  private static int regions(String table, Dataset<Row> rows) {
    LoadOptions options =
        options(door.database() + "." + table, Map.of("region-split-keys", "500"));
    return BulkLoad.run(rows, options).regions();
  }

  @Test
  void countsGivenAndMissingIdsOfUnsignedAutoRandom() {
    create("random3", "(id BIGINT UNSIGNED PRIMARY KEY AUTO_RANDOM(6), v BIGINT)");
    load("random3", "IF(id < 5, shiftleft(9L, 58) + id + 900, NULL) AS id", "id AS v");
    assertThat(next("random3")).containsExactly("AUTO_RANDOM=905");
    create("random4", "(id BIGINT UNSIGNED PRIMARY KEY AUTO_RANDOM(6), v BIGINT)");
    load("random4", "IF(id < 5, id + 2, NULL) AS id", "id AS v");
    assertThat(nextId("random4", "AUTO_RANDOM")).isEqualTo(11);
    assertThat(ids("random4")).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void countsIdsOfAutoRandomInAShorterRange() {
    create("random5", "(id BIGINT PRIMARY KEY AUTO_RANDOM(5, 54), v BIGINT) AUTO_RANDOM_BASE = 30");
    load("random5", "id AS v");
    assertThat(next("random5")).containsExactly("AUTO_RANDOM=40");
    assertThat(ids("random5"))
        .allSatisfy(id -> assertThat(id & (1L << 48) - 1).isBetween(30L, 39L))
        .allSatisfy(id -> assertThat(id).isBetween(0L, 1L << 53));
  }

  @Test
  void takesShardsOffTheRowIdsOfTheInput() {
    create("sharded2", "(v BIGINT) SHARD_ROW_ID_BITS = 4");
    load("sharded2", "id AS v", "IF(id < 5, shiftleft(7L, 59) + id + 70, NULL) AS _tidb_rowid");
    assertThat(next("sharded2")).containsExactly("_TIDB_ROWID=75");
  }

  @Test
  void movesShardedRowIdsThatNoStatementMoves() {
    create(
        "cached2",
        "(id BIGINT UNSIGNED AUTO_INCREMENT UNIQUE, v BIGINT) SHARD_ROW_ID_BITS = 3 AUTO_ID_CACHE 1");
    load("cached2", "IF(id < 5, id + 50, NULL) AS id", "id AS v");
    assertThat(nextId("cached2", "AUTO_INCREMENT")).isEqualTo(55);
    assertThat(nextId("cached2", "_TIDB_ROWID")).isGreaterThanOrEqualTo(11);
  }

  @Test
  void refusesMoreRowsThanAColumnHasIdsFor() {
    create("tiny", "(id TINYINT PRIMARY KEY AUTO_INCREMENT, v BIGINT) AUTO_INCREMENT = 120");
    LoadException failure =
        catchThrowableOfType(LoadException.class, () -> load("tiny", "id AS v"));
    assertThat(failure.code()).isEqualTo(ErrorCode.IDS_EXHAUSTED);
    assertThat(failure).hasMessageContaining("127");
    load("tiny", "id + 1 AS id", "id AS v");
    assertThat(next("tiny")).containsExactly("_TIDB_ROWID=120");
  }

  @Test
  void asksForNothingWhereNoIdsAreCounted() {
    create("own", "(id BIGINT PRIMARY KEY, v BIGINT)");
    assertThat(load("own", "id", "id AS v").allocators()).isEmpty();
  }

  @Test
  void findsAllocatorsOfATableThatMovedToAnotherDatabase() {
    create("moving", "(v BIGINT)");
    tidb.run("CREATE DATABASE " + door.database() + "_b");
    tidb.run("RENAME TABLE %s.moving TO %s_b.moved".formatted(door.database(), door.database()));
    BulkLoad.run(rows("id AS v"), options(door.database() + "_b.moved", Map.of()));
    assertThat(tidb.rows("SHOW TABLE " + door.database() + "_b.moved NEXT_ROW_ID").get(0).get(3))
        .isEqualTo("11");
    tidb.run("DROP DATABASE " + door.database() + "_b");
  }

  private static void create(String table, String definition) {
    tidb.run("CREATE TABLE %s.%s %s".formatted(door.database(), table, definition));
  }

  private static Dataset<Row> rows(String... columns) {
    return LocalSpark.session().range(0, 10).selectExpr(columns).repartition(3).toDF();
  }

  private static LoadOptions options(String table, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("pd", door.pd());
    options.put("tidb", door.address());
    options.put("table", table);
    return LoadOptions.parse(options);
  }

  /** Loads ten rows made of the numbers 0 to 9. */
  private static LoadReport load(String table, String... columns) {
    LoadReport report =
        BulkLoad.run(rows(columns), options(door.database() + "." + table, Map.of()));
    assertThat(report.checksumsEqual()).isTrue();
    return report;
  }

  private static List<String> next(String table) {
    return tidb.rows("SHOW TABLE %s.%s NEXT_ROW_ID".formatted(door.database(), table)).stream()
        .map(row -> row.get(4) + "=" + row.get(3))
        .toList();
  }

  private static long nextId(String table, String type) {
    return next(table).stream()
        .filter(each -> each.startsWith(type + "="))
        .mapToLong(each -> Long.parseLong(each.substring(type.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static List<Long> ids(String table) {
    LoadOptions options = options(door.database() + "." + table, Map.of());
    return TableReader.read(options.pd(), options.table(), ZoneId.of("UTC"), 100).rows().stream()
        .map(row -> Long.parseUnsignedLong(row.get(0)))
        .toList();
  }
}
