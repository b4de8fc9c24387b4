package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {

  @Test
  void putsKeysOfTheTableBeforeKeysOfColumns() {
    JsonNode table =
        Schemas.table(
            "CREATE TABLE t (a VARCHAR(9) PRIMARY KEY, b INT UNIQUE, c INT, KEY kc (c), UNIQUE u (c, b))");
    assertThat(Schemas.indexNames(table)).containsExactly("kc", "u", "PRIMARY", "b");
    assertThat(table.get("max_idx_id").asInt()).isEqualTo(4);
    assertThat(Schemas.column(table, "c").at("/type/Flag").asInt()).isEqualTo(8);
    assertThat(Schemas.column(table, "b").at("/type/Flag").asInt()).isEqualTo(4);
  }

  @Test
  void namesKeysAfterTheirFirstColumn() {
    JsonNode table =
        Schemas.table(
            "CREATE TABLE t (a INT, b INT, KEY (a), UNIQUE (a, b), KEY (b), KEY ((a + b)))");
    assertThat(Schemas.indexNames(table)).containsExactly("a", "a_2", "b", "expression_index");
  }

  @Test
  void decidesHowThePrimaryKeyIsStored() {
    assertThat(Schemas.table("CREATE TABLE t (a INT PRIMARY KEY)").get("pk_is_handle").asBoolean())
        .isTrue();
    JsonNode common = Schemas.table("CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))");
    assertThat(common.get("is_common_handle").asBoolean()).isTrue();
    assertThat(common.get("common_handle_version").asInt()).isEqualTo(1);
    JsonNode off =
        Schemas.table("SET tidb_enable_clustered_index = OFF; CREATE TABLE t (a INT PRIMARY KEY)");
    assertThat(off.get("pk_is_handle").asBoolean()).isFalse();
    assertThat(Schemas.indexNames(off)).containsExactly("PRIMARY");
    JsonNode intOnly =
        Schemas.table(
            "SET @@session.tidb_enable_clustered_index = 'INT_ONLY';"
                + "CREATE TABLE t (a CHAR(1) PRIMARY KEY)");
    assertThat(intOnly.get("is_common_handle").asBoolean()).isFalse();
  }

  @Test
  void dropsPrefixThatCoversTheColumn() {
    JsonNode table =
        Schemas.table("CREATE TABLE t (a VARCHAR(9), b TEXT, KEY k (a(9), b(9)), KEY l (a(8)))");
    assertThat(Schemas.index(table, "k").at("/idx_cols/0/length").asInt()).isEqualTo(-1);
    assertThat(Schemas.index(table, "k").at("/idx_cols/1/length").asInt()).isEqualTo(9);
    assertThat(Schemas.index(table, "l").at("/idx_cols/0/length").asInt()).isEqualTo(8);
  }

  @Test
  void keepsOptionsOfAnIndex() {
    JsonNode index =
        Schemas.index(
            Schemas.table("CREATE TABLE t (a INT, KEY k USING HASH (a) COMMENT 'x' INVISIBLE)"),
            "k");
    assertThat(index.get("index_type").asInt()).isEqualTo(2);
    assertThat(index.get("comment").asText()).isEqualTo("x");
    assertThat(index.get("is_invisible").asBoolean()).isTrue();
  }

  @Test
  void takesTypeAsAnIndexName() {
    JsonNode table = Schemas.table("CREATE TABLE t (a INT, KEY type TYPE HASH (a))");
    assertThat(Schemas.index(table, "type").get("index_type").asInt()).isEqualTo(2);
  }

  @Test
  void keepsConditionOfAPartialIndex() {
    JsonNode index =
        Schemas.index(
            Schemas.table("CREATE TABLE t (a INT, b CHAR(3), KEY k (a) WHERE b = 'x')"), "k");
    assertThat(index.get("condition_expr_string").asText()).isEqualTo("`b` = _utf8mb4'x'");
    assertThat(index.at("/affect_column/0/name/O").asText()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a * 2|8|136|20|0",
        "a + d|246|136|23|2",
        "d * d|246|136|20|4",
        "a + f|5|136|-1|-1",
        "a > 1|8|524424|1|0",
        "UPPER(s)|253|8|10|-1",
        "MD5(s)|253|8|32|-1",
        "JSON_LENGTH(j)|8|136|20|0",
        "CAST(j->'$.d' AS DATE ARRAY)|10|136|10|0",
        "CAST(a AS CHAR(5))|253|8|5|-1",
      })
  void givesHiddenColumnTheTypeOfItsExpression(
      String expr, int code, long flag, long flen, int decimal) {
    JsonNode table =
        Schemas.table(
            "CREATE TABLE t (a INT, s VARCHAR(10), j JSON, d DECIMAL(10,2), f DOUBLE, KEY k (("
                + expr
                + ")))");
    JsonNode hidden = Schemas.column(table, "_V$_k_0");
    assertThat(hidden.get("hidden").asBoolean()).isTrue();
    assertThat(hidden.at("/type/Tp").asInt()).isEqualTo(code);
    assertThat(hidden.at("/type/Flag").asLong()).isEqualTo(flag);
    assertThat(hidden.at("/type/Flen").asLong()).isEqualTo(flen);
    assertThat(hidden.at("/type/Decimal").asInt()).isEqualTo(decimal);
  }

  @Test
  void givesForeignKeysAnIndex() {
    JsonNode table =
        Schemas.table(
            "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE t (a INT, b INT, KEY kb (b),"
                + " CONSTRAINT fa FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE,"
                + " FOREIGN KEY (b) REFERENCES d.p (id) ON UPDATE SET NULL)");
    assertThat(Schemas.indexNames(table)).containsExactly("kb", "fa");
    assertThat(table.at("/fk_info/0/on_delete").asInt()).isEqualTo(2);
    assertThat(table.at("/fk_info/1/fk_name/O").asText()).isEqualTo("fk_2");
    assertThat(table.at("/fk_info/1/on_update").asInt()).isEqualTo(3);
    assertThat(table.at("/fk_info/1/ref_schema/O").asText()).isEqualTo("d");
  }

  @Test
  void storesChecksOnlyWhenTheyAreEnabled() {
    String create =
        "CREATE TABLE t (a INT CHECK (a > 0), b INT, CONSTRAINT c CHECK (a < b) NOT ENFORCED)";
    assertThat(Schemas.table(create).get("constraint_info").isNull()).isTrue();
    JsonNode table = Schemas.table("SET GLOBAL tidb_enable_check_constraint = ON;" + create);
    assertThat(table.at("/constraint_info/0/constraint_name/O").asText()).isEqualTo("c");
    assertThat(table.at("/constraint_info/0/enforced").asBoolean()).isFalse();
    assertThat(table.at("/constraint_info/1/constraint_name/O").asText()).isEqualTo("t_chk_1");
    assertThat(table.at("/constraint_info/1/expr_string").asText()).isEqualTo("`a` > 0");
    assertThat(table.at("/constraint_info/1/in_column").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a TEXT, KEY (a)|without a length",
        "a JSON, KEY (a)|JSON column",
        "a INT, KEY (a(2))|prefix of 2",
        "a VARCHAR(3), KEY (a(4))|prefix of 4",
        "a VARCHAR(769), KEY (a)|too long",
        "a INT, KEY (b)|does not exist",
        "a INT, KEY (a, a)|twice",
        "a INT, KEY (a DESC)|descending",
        "a INT, KEY k (a), KEY K (a)|stands twice",
        "a INT, b INT, PRIMARY KEY (a), PRIMARY KEY (b)|two primary keys",
        "a INT PRIMARY KEY, KEY (a) CLUSTERED|CLUSTERED",
        "a INT, KEY ((a))|only the column",
        "a INT, KEY ((ABS(a)))|function ABS",
        "a INT, KEY ((RAND()))|another value",
        "a JSON, KEY ((a->'$.b'))|JSON expression",
        "a JSON, KEY ((a->>'$.b'))|without a length",
        "a JSON, KEY ((CAST(a AS CHAR(3) ARRAY)), (CAST(a AS SIGNED ARRAY)))|second multi-valued",
        "a JSON, KEY ((CAST(a AS YEAR ARRAY)))|array of YEAR",
        "a TEXT, FULLTEXT KEY (a)|FULLTEXT",
        "a INT, KEY (a) WHERE a + 1 > 2|partial index",
        "a INT UNIQUE GLOBAL|without partitions",
        "a INT, FOREIGN KEY (a) REFERENCES p (id)|unknown table",
        "a INT REFERENCES p (id)|REFERENCES",
        "a INT, b INT AS (c)|unknown column",
        "a INT AS (b + 1), b INT AS (1)|comes later",
        "a INT AS (RAND())|another value",
        "a INT AUTO_INCREMENT, b INT AS (a)|AUTO_INCREMENT",
        "a INT AUTO_INCREMENT, b INT AUTO_INCREMENT|two AUTO_INCREMENT",
        "a INT PRIMARY KEY AUTO_RANDOM|use BIGINT",
        "a BIGINT AUTO_RANDOM|not first in a clustered",
        "a BIGINT PRIMARY KEY AUTO_RANDOM(15,32)|bits to count with",
        "a INT NULL PRIMARY KEY|is NULL",
        "a INT, a INT|stands twice",
        "_tidb_rowid INT|TiDB's own",
      })
  void refusesKeysAndColumnsThatTidbRefuses(String body, String problem) {
    Schemas.assertRefused("CREATE TABLE t (" + body + ")").hasMessageContaining(problem);
  }
}
