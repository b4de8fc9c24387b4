package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTest {

  private static JsonNode partition(String columns, String by) {
    return Schemas.table("CREATE TABLE t (" + columns + ") PARTITION BY " + by).get("partition");
  }

  private static List<String> bounds(JsonNode partition) {
    List<String> bounds = new ArrayList<>();
    partition.get("definitions").forEach(d -> bounds.add(d.get("less_than").toString()));
    return bounds;
  }

  @Test
  void foldsBoundsOfExpressions() {
    JsonNode days =
        partition(
            "d DATETIME",
            "RANGE (TO_DAYS(d)) (PARTITION a VALUES LESS THAN (TO_DAYS('2020-01-01')),"
                + " PARTITION b VALUES LESS THAN (737790 + 2 * 5) COMMENT = 'x')");
    assertThat(days.get("expr").asText()).isEqualTo("TO_DAYS(`d`)");
    assertThat(bounds(days)).containsExactly("[\"737790\"]", "[\"737800\"]");
    assertThat(days.at("/definitions/1/comment").asText()).isEqualTo("x");
    JsonNode seconds =
        Schemas.table(
                "SET time_zone = '+01:00'; CREATE TABLE t (s TIMESTAMP) PARTITION BY"
                    + " RANGE (UNIX_TIMESTAMP(s)) (PARTITION a VALUES LESS THAN"
                    + " (UNIX_TIMESTAMP('2020-01-01 01:00:00')))")
            .get("partition");
    assertThat(bounds(seconds)).containsExactly("[\"1577836800\"]");
  }

  @Test
  void castsBoundsToTheirColumns() {
    JsonNode ranges =
        partition(
            "a INT, d DATE, t DATETIME(1), b BINARY(2)",
            "RANGE COLUMNS (d, t, a, b) (PARTITION p VALUES LESS THAN"
                + " ('2020-1-2', '2020-01-02', -5, 'a'), PARTITION q VALUES LESS THAN"
                + " (MAXVALUE, MAXVALUE, MAXVALUE, MAXVALUE))");
    assertThat(bounds(ranges))
        .containsExactly(
            "[\"'2020-01-02'\",\"'2020-01-02 00:00:00.0'\",\"-5\",\"_binary 0x61\"]",
            "[\"MAXVALUE\",\"MAXVALUE\",\"MAXVALUE\",\"MAXVALUE\"]");
  }

  @Test
  void keepsListsOfTuples() {
    JsonNode lists =
        partition(
            "a INT, b VARCHAR(9)",
            "LIST COLUMNS (a, b) (PARTITION p VALUES IN ((1, 'it''s'), (NULL, 'x')),"
                + " PARTITION q DEFAULT)");
    assertThat(lists.at("/definitions/0/in_values").toString())
        .isEqualTo("[[\"1\",\"'it''s'\"],[\"NULL\",\"'x'\"]]");
    assertThat(lists.at("/definitions/1/in_values").toString()).isEqualTo("[[\"DEFAULT\"]]");
  }

  @Test
  void takesPrimaryKeyForEmptyKey() {
    JsonNode key = partition("a INT, b INT, PRIMARY KEY (b, a)", "KEY () PARTITIONS 2");
    assertThat(key.get("is_empty_columns").asBoolean()).isTrue();
    assertThat(key.get("columns").toString())
        .isEqualTo("[{\"O\":\"b\",\"L\":\"b\"},{\"O\":\"a\",\"L\":\"a\"}]");
    assertThat(key.get("num").asInt()).isEqualTo(2);
  }

  @Test
  void namesHashPartitions() {
    JsonNode hash = partition("a INT, b INT", "LINEAR HASH (a + b * 2) PARTITIONS 2");
    assertThat(hash.get("expr").asText()).isEqualTo("(`a`+(`b`*2))");
    assertThat(hash.at("/definitions/1/name/O").asText()).isEqualTo("p1");
    assertThat(partition("a INT", "HASH (a)").get("num").asInt()).isEqualTo(1);
    assertThat(
            partition("a INT", "HASH (a) (PARTITION x, PARTITION y)")
                .at("/definitions/1/name/O")
                .asText())
        .isEqualTo("y");
  }

  @Test
  void givesPartitionsIdsBehindTheTable() {
    JsonNode table = Schemas.table("CREATE TABLE t (a INT) PARTITION BY HASH (a) PARTITIONS 2");
    long id = table.get("id").asLong();
    assertThat(table.at("/partition/definitions/0/id").asLong()).isEqualTo(id + 1);
    assertThat(table.at("/partition/definitions/1/id").asLong()).isEqualTo(id + 2);
  }

  @Test
  void setsVersionOfGlobalIndexes() {
    String by = ") PARTITION BY HASH (a) PARTITIONS 2";
    JsonNode heap =
        Schemas.table(
            "CREATE TABLE t (a INT, b INT NOT NULL, c INT, UNIQUE b (b) GLOBAL, UNIQUE c (c) GLOBAL,"
                + " KEY k (b) GLOBAL"
                + by);
    assertThat(Schemas.index(heap, "b").has("global_index_version")).isFalse();
    assertThat(Schemas.index(heap, "c").get("global_index_version").asInt()).isEqualTo(1);
    assertThat(Schemas.index(heap, "k").get("global_index_version").asInt()).isEqualTo(1);
    JsonNode clustered =
        Schemas.table("CREATE TABLE t (a INT, c INT, UNIQUE c (c) GLOBAL, PRIMARY KEY (a)" + by);
    assertThat(Schemas.index(clustered, "c").has("global_index_version")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a INT|RANGE (a) INTERVAL (10) FIRST PARTITION LESS THAN (1) LAST PARTITION LESS THAN (9)|INTERVAL",
        "a INT|RANGE (a) (PARTITION p VALUES LESS THAN (2), PARTITION q VALUES LESS THAN (2))|not above",
        "a INT|RANGE (a) (PARTITION p VALUES LESS THAN MAXVALUE, PARTITION q VALUES LESS THAN (2))|MAXVALUE",
        "a INT|RANGE (a) (PARTITION p VALUES LESS THAN (1), PARTITION P VALUES LESS THAN (2))|stands twice",
        "a INT|RANGE (a) (PARTITION p VALUES IN (1))|VALUES LESS THAN",
        "a INT|RANGE (a)|not defined",
        "a INT|RANGE (a) (PARTITION p VALUES LESS THAN ('x'))|whole number",
        "a INT|LIST (a) (PARTITION p VALUES IN (1), PARTITION q VALUES IN (1))|two partitions",
        "a INT|HASH (b)|does not exist",
        "a INT|HASH (1)|without a column",
        "a INT|HASH (a / 2)|operator",
        "a INT|HASH (POW(a, 2))|function POW",
        "a VARCHAR(9)|HASH (a)|of type VARCHAR",
        "a FLOAT|RANGE COLUMNS (a) (PARTITION p VALUES LESS THAN (1))|of type FLOAT",
        "a TEXT|KEY (a)|of type TEXT",
        "a INT|KEY ()|without a primary key",
        "a INT|HASH (a) PARTITIONS 0|PARTITIONS 0",
        "a INT, b INT, UNIQUE (b)|HASH (a)|unique index 'b'",
        "a INT PRIMARY KEY, b INT|HASH (b)|clustered primary key",
        "a INT|RANGE (a) SUBPARTITION BY HASH (a) (PARTITION p VALUES LESS THAN (1))|SUBPARTITION",
      })
  void refusesPartitionsThatTidbRefuses(String columns, String by, String problem) {
    Schemas.assertRefused("CREATE TABLE t (" + columns + ") PARTITION BY " + by)
        .hasMessageContaining(problem);
  }
}
