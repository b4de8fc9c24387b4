package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT(5) UNSIGNED ZEROFILL|3|96|5|0|binary",
        "MEDIUMINT ZEROFILL|9|96|8|0|binary",
        "BIGINT ZEROFILL|8|96|20|0|binary",
        "INT1|1|0|4|0|binary",
        "BOOLEAN|1|0|1|0|binary",
        "FLOAT(24)|4|0|12|-1|binary",
        "FLOAT(25)|5|0|22|-1|binary",
        "DOUBLE PRECISION UNSIGNED|5|32|22|-1|binary",
        "DEC(7)|246|0|7|0|binary",
        "NUMERIC|246|0|10|0|binary",
        "FIXED(7,3)|246|0|7|3|binary",
        "BIT|16|32|1|0|binary",
        "CHAR|254|0|1|0|utf8mb4_bin",
        "BINARY|254|128|1|0|binary",
        "CHAR(3) BYTE|254|128|3|0|binary",
        "CHARACTER VARYING(5)|15|0|5|0|utf8mb4_bin",
        "NATIONAL VARCHAR(5)|15|0|5|0|utf8mb4_bin",
        "VARCHAR(5) CHARACTER SET gbk|15|0|5|0|gbk_chinese_ci",
        "VARCHAR(5) CHARACTER SET utf8mb3|15|0|5|0|utf8_bin",
        "VARCHAR(5) COLLATE latin1_bin|15|0|5|0|latin1_bin",
        "VARCHAR(5) ASCII|15|0|5|0|latin1_bin",
        "TEXT(63)|249|0|255|0|utf8mb4_bin",
        "TEXT(64)|252|0|65535|0|utf8mb4_bin",
        "TEXT(20000)|250|0|16777215|0|utf8mb4_bin",
        "BLOB(70000)|250|128|16777215|0|binary",
        "LONG VARCHAR|250|0|16777215|0|utf8mb4_bin",
        "LONGBLOB|251|128|4294967295|0|binary",
        "TEXT CHARACTER SET binary|252|128|65535|0|binary",
        "ENUM('a ','中文')|247|0|6|0|utf8mb4_bin",
        "SET('a','bc') CHARACTER SET binary|248|128|4|0|binary",
        "DATETIME(3)|12|128|23|3|binary",
        "TIME(6)|11|128|17|6|binary",
        "YEAR(4)|13|96|4|0|binary",
        "JSON|245|128|4294967295|0|binary",
        "VECTOR<FLOAT>(7)|225|128|7|0|binary",
      })
  void fillsInWhatTheTypeLeavesOut(
      String definition, int code, long flag, long flen, int decimal, String collate) {
    JsonNode type = Schemas.column(definition).get("type");
    assertThat(type.get("Tp").asInt()).isEqualTo(code);
    assertThat(type.get("Flag").asLong()).isEqualTo(flag);
    assertThat(type.get("Flen").asLong()).isEqualTo(flen);
    assertThat(type.get("Decimal").asInt()).isEqualTo(decimal);
    assertThat(type.get("Collate").asText()).isEqualTo(collate);
  }

  @Test
  void inheritsCollationFromDatabaseAndTable() {
    Catalog catalog = Schemas.catalog();
    catalog.execute(
        "CREATE SCHEMA e DEFAULT CHARSET gbk; USE e;"
            + "CREATE TABLE t1 (c CHAR(1));"
            + "CREATE TABLE t2 (c CHAR(1), v VARCHAR(9) BINARY) COLLATE utf8_general_ci");
    assertThat(catalog.table("e", "t1").orElseThrow().at("/cols/0/type/Collate").asText())
        .isEqualTo("gbk_chinese_ci");
    JsonNode t2 = catalog.table("e", "t2").orElseThrow();
    assertThat(t2.get("charset").asText()).isEqualTo("utf8");
    assertThat(t2.at("/cols/0/type/Collate").asText()).isEqualTo("utf8_general_ci");
    assertThat(t2.at("/cols/1/type/Collate").asText()).isEqualTo("utf8_bin");
  }

  @Test
  void takesSerialApart() {
    JsonNode table = Schemas.table("CREATE TABLE t (c SERIAL)");
    assertThat(table.at("/cols/0/type/Flag").asLong()).isEqualTo(1 | 4 | 32 | 512);
    assertThat(Schemas.indexNames(table)).containsExactly("c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POINT|spatial type",
        "VARCHAR(20000)|too long",
        "DECIMAL(66,1)|precision 66",
        "DECIMAL(5,6)|scale 6",
        "TIME(7)|fractional digits 7",
        "BIT(65)|length 65",
        "YEAR(2)|YEAR(2)",
        "DOUBLE(5)|DOUBLE with a precision",
        "SET('a,b')|has a comma",
        "ENUM('a','a ')|twice",
        "VARCHAR(5) COLLATE utf8mb4_swedish_ci|not known",
        "VARCHAR(5) CHARACTER SET gbk COLLATE utf8mb4_bin|not of character set gbk",
        "VARCHAR(5) CHARACTER SET ucs2|not known",
        "UUID|not known",
      })
  void refusesTypesThatTidbDoesNotHave(String definition, String problem) {
    Schemas.assertRefused("CREATE TABLE t (c " + definition + ")")
        .hasMessageContaining(problem)
        .hasMessageContaining("line 1, column");
  }
}
