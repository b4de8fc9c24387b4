package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableJson;
import org.junit.jupiter.api.Test;

/** What is easily got wrong about records and handles (kv-encoding 1.7, 2 and 10). */
class RecordTrapsTest {
  private static final String STRICT = "STRICT_TRANS_TABLES";

  @Test
  void keyColumnsAreStoredWhenTheHandleDoesNotHaveTheirWholeValue() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (v VARCHAR(9) COLLATE utf8mb4_bin, c CHAR(9) COLLATE utf8mb4_bin,"
                + " g CHAR(9) COLLATE utf8mb4_general_ci, b VARBINARY(9), n INT,"
                + " PRIMARY KEY (v, c, g, b(2), n) CLUSTERED)");
    assertThat(rows.record("v ", "c", "g", "xyz", "1"))
        .isEqualTo("80000300000001030402000300060076206778797a");
  }

  @Test
  void shortHandlesArePaddedInRecordsIndexKeysAndIndexValues() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id DECIMAL(2,0) PRIMARY KEY CLUSTERED, a INT, KEY k(a), UNIQUE u(a))");
    assertThat(rows.handle("5", "1")).isEqualTo("060200850000000000");
    assertThat(rows.entry("k", "5", "1")).isEqualTo("038000000000000001060200850000000000=007d01");
    assertThat(rows.entry("u", "5", "1"))
        .isEqualTo("038000000000000001=007d017f0009060200850000000000");
  }

  @Test
  void unsignedHandlesAreTheirBitsWithTheTopOneFlipped() {
    SqlRows rows =
        SqlRows.of("CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, a INT, KEY k(id, a))");
    assertThat(rows.handle("0", null)).isEqualTo("8000000000000000");
    assertThat(rows.handle("9223372036854775808", null)).isEqualTo("0000000000000000");
    assertThat(rows.entry("k", "18446744073709551615", null))
        .isEqualTo("04ffffffffffffffff00037fffffffffffffff=30");
  }

  @Test
  void nullIsLeftOutOnlyWithoutAnyDefault() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (a INT, b INT DEFAULT NULL, c INT DEFAULT 5, d BIT(3) DEFAULT b'1',"
                + " e VARCHAR(99) DEFAULT (uuid())); ALTER TABLE t ADD COLUMN f INT DEFAULT 7;"
                + " ALTER TABLE t ALTER COLUMN f DROP DEFAULT");
    assertThat(rows.record(null, null, null, null, null, null)).isEqualTo("80000000040003040506");
  }

  @Test
  void aNullOfALargeColumnIdMakesTheRowLarge() {
    TableJson json =
        new TableJson(9)
            .column(1, "a", TableJson.type(FieldType.TINY, 0, 4, 0), "")
            .column(255, "b", TableJson.type(FieldType.TINY, 0, 4, 0), "\"default\":\"1\"");
    assertThat(SqlRows.of(json.build()).record("5", null)).isEqualTo("80000100010001ff010005");
    json.column(256, "c", TableJson.type(FieldType.TINY, 0, 4, 0), "\"default\":\"1\"");
    assertThat(SqlRows.of(json.build()).record("5", null, null))
        .isEqualTo("80010100020001000000ff000000000100000100000005");
  }

  @Test
  void moreThan65535BytesMakeTheRowLarge() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (a LONGTEXT, b VARCHAR(9))");
    assertThat(rows.record("x".repeat(65534), "y")).startsWith("8000020000000102feffffff");
    assertThat(rows.record("x".repeat(65534), "yz"))
        .startsWith("8001020000000100000002000000feff000000000100");
  }

  @Test
  void decimalsHaveThePrecisionOfTheColumnAndNoNegativeZero() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (d DECIMAL(10,2), KEY k(d))");
    assertThat(rows.record("12.34")).endsWith("0a028000000c22");
    assertThat(rows.record("-12.34")).endsWith("0a027ffffff3dd");
    assertThat(rows.record("-0.004")).endsWith("0a028000000000");
    assertThat(rows.entry("k", "-0")).startsWith("060a0280000000000380").endsWith("=30");
    assertThat(SqlRows.of("CREATE TABLE t (d DECIMAL(20,20))").record("0.00012345000098765"))
        .endsWith("14148001e23a000f120200");
  }

  @Test
  void negativeZeroIsZeroAndFloatsAreNarrowedFirst() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (f FLOAT, d DOUBLE, KEY k(d))");
    assertThat(rows.record("-0.0", "-0.0")).endsWith("80000000000000008000000000000000");
    assertThat(rows.record("0.1", "0.1")).endsWith("bfb99999a0000000bfb999999999999a");
    assertThat(rows.entry("k", null, "-1.5")).startsWith("054007ffffffffffff");
  }

  @Test
  void bytesArePaddedAndTextIsTrimmedByType() {
    SqlRows rows =
        SqlRows.of("CREATE TABLE t (b BINARY(3), c CHAR(9), v VARCHAR(2), x VARBINARY(2))");
    assertThat(rows.record("a", "a  ", "ab \t\r\n", "a "))
        .isEqualTo("8000040000000102030403000400060008006100006161626120");
    assertThat(rows.refusal("a", "a", "abc", "a")).contains("'v'").endsWith("[BAD_ROW]");
    assertThat(rows.refusal("a", "a", "a", "ab ")).contains("'x'").endsWith("[BAD_ROW]");
  }

  @Test
  void aRowWithoutColumnsHasSixBytes() {
    assertThat(SqlRows.of("CREATE TABLE t (id INT PRIMARY KEY)").record("1"))
        .isEqualTo("800000000000");
    assertThat(SqlRows.of("CREATE TABLE t (a INT)").record((String) null))
        .isEqualTo("800000000000");
  }

  @Test
  void virtualColumnsFeedIndexesPartitionsAndChecksButAreNotStored() {
    SqlRows rows =
        SqlRows.of(
            "SET GLOBAL tidb_enable_check_constraint = ON; CREATE TABLE t (a INT, v TINYINT AS (a + 1) VIRTUAL, s INT AS (v * 2) STORED,"
                + " KEY k(v), CHECK (v < 100))");
    assertThat(rows.columns("a").record("5")).isEqualTo("800002000000010301000200050c");
    assertThat(rows.entry("k", "5")).startsWith("038000000000000006");
    assertThat(rows.refusal("99")).endsWith("[BAD_ROW]");
    assertThat(rows.mode(STRICT).refusal("127")).endsWith("[BAD_ROW]");
  }

  @Test
  void autoIncrementKeepsZeroAndGivesIdsForNull() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, a INT)");
    assertThat(rows.handle("0", "1")).isEqualTo("8000000000000000");
    assertThat(rows.handle(null, "1")).isEqualTo("8000000000000007");
    assertThat(rows.columns("a").handle("1")).isEqualTo("8000000000000007");
  }

  @Test
  void explicitNullInNotNullIsZeroOutsideStrictModeAndNotTheDefault() {
    SqlRows rows =
        SqlRows.of(
                "CREATE TABLE t (a INT NOT NULL DEFAULT 9, b BINARY(2) NOT NULL, e ENUM('x') NOT NULL,"
                    + " j JSON NOT NULL, y YEAR NOT NULL, d DATE NOT NULL)")
            .mode("");
    assertThat(rows.record(null, null, null, null, null, null))
        .isEqualTo("8000060000000102030405060100030004000600070008000000000004000000");
    assertThat(rows.columns("b", "j", "y", "d").record("x", "1", "1", "2024-01-01"))
        .startsWith("800006000000010203040506");
    rows.columns("a", "b", "j", "y", "d");
    assertThat(rows.mode(STRICT).refusal(null, "x", "1", "1", "2024-01-01"))
        .contains("'a'", "NOT NULL")
        .endsWith("[BAD_ROW]");
  }
}
