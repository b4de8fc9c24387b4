package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INT DEFAULT '1.6'|2",
        "INT DEFAULT -7|-7",
        "INT DEFAULT 0x10|16",
        "BIGINT UNSIGNED DEFAULT 18446744073709551615|18446744073709551615",
        "TINYINT(1) DEFAULT TRUE|1",
        "FLOAT DEFAULT 1e10|10000000000",
        "DOUBLE DEFAULT '0.10'|0.1",
        "DOUBLE(7,2) DEFAULT 1.005|1.01",
        "DECIMAL(10,3) DEFAULT -1.50|-1.50",
        "DECIMAL(10,3) DEFAULT 1e2|100",
        "VARCHAR(9) DEFAULT 5|5",
        "CHAR(3) DEFAULT _utf8mb4'abc'|abc",
        "ENUM('a','B') DEFAULT 2|B",
        "ENUM('a','B') COLLATE utf8mb4_general_ci DEFAULT 'b'|B",
        "SET('x','y','z') DEFAULT 'z,x'|x,z",
        "SET('x','y','z') DEFAULT 6|y,z",
        "YEAR DEFAULT '24'|24",
        "DATE DEFAULT '2024-2-3 10:00:00'|2024-02-03",
        "DATE DEFAULT 20240203|2024-02-03",
        "DATE DEFAULT (CURRENT_DATE)|CURRENT_DATE",
        "DATETIME DEFAULT '24-02-29T10:11:12.5'|2024-02-29 10:11:13",
        "DATETIME(3) DEFAULT '2024-12-31 23:59:59.9995'|2025-01-01 00:00:00.000",
        "DATETIME DEFAULT '0000-00-00'|0000-00-00 00:00:00",
        "DATETIME(2) DEFAULT NOW(2)|CURRENT_TIMESTAMP",
        "TIMESTAMP DEFAULT LOCALTIMESTAMP()|CURRENT_TIMESTAMP",
        "TIME(2) DEFAULT '-1 10:11'|-34:11:00.00",
        "TIME DEFAULT 101112|10:11:12",
        "VARCHAR(40) DEFAULT (UUID())|uuid()",
        "JSON DEFAULT (JSON_OBJECT('a', 1))|json_object(_utf8mb4'a', 1)",
        "CHAR(7) DEFAULT (DATE_FORMAT(NOW(), '%Y-%m'))|date_format(now(), _utf8mb4'%Y-%m')",
        "VARCHAR(99) DEFAULT (UPPER(SUBSTRING_INDEX(USER(), '@', 1)))|"
            + "upper(substring_index(user(), _utf8mb4'@', 1))",
      })
  void keepsTheTextThatTidbKeeps(String definition, String text) {
    JsonNode column = Schemas.column(definition);
    assertThat(column.get("default").asText()).isEqualTo(text);
    assertThat(column.get("default_is_expr").asBoolean()).isEqualTo(text.endsWith(")"));
    assertThat(column.get("default_bit").isNull()).isTrue();
  }

  @Test
  void keepsBitsAsTextAndAsBytes() {
    JsonNode small = Schemas.column("BIT(9) DEFAULT b'100000001'");
    assertThat(small.get("default").asText()).isEqualTo("\u0001\u0001");
    assertThat(small.get("default_bit").asText()).isEqualTo("AQE=");
    JsonNode number = Schemas.column("BIT(8) DEFAULT 255");
    assertThat(number.get("default").asText()).isEqualTo("\uFFFD");
    assertThat(number.get("default_bit").asText()).isEqualTo("/w==");
  }

  @Test
  void padsBinaryWithZeros() {
    assertThat(Schemas.column("BINARY(4) DEFAULT 'ab'").get("default").asText())
        .isEqualTo("ab\0\0");
    assertThat(Schemas.column("VARBINARY(4) DEFAULT x'ff41'").get("default").asText())
        .isEqualTo("\uFFFDA");
  }

  @Test
  void keepsTimestampInUtc() {
    JsonNode table =
        Schemas.table(
            "SET time_zone = '+08:00'; CREATE TABLE t (c TIMESTAMP DEFAULT '2024-01-01 07:00:00')");
    assertThat(table.at("/cols/0/default").asText()).isEqualTo("2023-12-31 23:00:00");
  }

  @Test
  void marksColumnsWithoutDefault() {
    assertThat(Schemas.column("INT NOT NULL").at("/type/Flag").asLong()).isEqualTo(4097);
    assertThat(Schemas.column("INT NOT NULL DEFAULT 1").at("/type/Flag").asLong()).isEqualTo(1);
    assertThat(Schemas.column("YEAR NOT NULL").get("default").asText()).isEqualTo("0000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INT DEFAULT 'abc'|does not fit",
        "TINYINT DEFAULT 128|does not fit",
        "INT UNSIGNED DEFAULT -1|does not fit",
        "DECIMAL(3,1) DEFAULT 100|does not fit",
        "VARCHAR(2) DEFAULT 'abc'|does not fit",
        "BIT(2) DEFAULT b'100'|does not fit",
        "ENUM('a') DEFAULT 'b'|does not fit",
        "SET('a') DEFAULT 'a,b'|does not fit",
        "DATE DEFAULT '2023-02-29'|does not fit",
        "DATETIME DEFAULT NOW(3)|does not fit",
        "INT DEFAULT CURRENT_TIMESTAMP|does not fit",
        "YEAR DEFAULT 1900|does not fit",
        "TEXT DEFAULT 'a'|cannot have a literal default",
        "JSON DEFAULT '{}'|cannot have a literal default",
        "VECTOR DEFAULT '[1]'|cannot have a literal default",
        "INT DEFAULT (1 + 1)|DEFAULT takes a literal",
        "INT DEFAULT (ABS(1))|calls ABS",
        "INT DEFAULT NEXT VALUE FOR s|sequence",
        "INT NOT NULL DEFAULT NULL|NOT NULL column",
        "INT AUTO_INCREMENT DEFAULT (RAND())|AUTO_INCREMENT",
        "DATETIME(3) ON UPDATE NOW()|ON UPDATE",
      })
  void refusesDefaultsThatTidbRefuses(String definition, String problem) {
    Schemas.assertRefused("CREATE TABLE t (c " + definition + ")").hasMessageContaining(problem);
  }
}
