package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is easily got wrong about numbers, names and text (kv-encoding 4.5 to 4.8 and 10). */
class ConversionTrapsTest {
  private static final String STRICT = "STRICT_TRANS_TABLES";

  @ParameterizedTest
  @CsvSource({
    "INT, 1.5, 2",
    "INT, -1.5, -2",
    "INT, 0.49, 0",
    "INT, 1e3, 1000",
    "INT, ' 42 ', 42",
    "BIGINT UNSIGNED, -0.0, 0",
    "'DECIMAL(4,1)', 1.25, 1.3",
    "'DECIMAL(4,1)', -1.25, -1.3",
    "DOUBLE, 0.1000000000000000055511151231257827, 0.1"
  })
  void roundsTextWithoutComplaint(String type, String text, String shown) {
    assertThat(SqlRows.of("CREATE TABLE t (a " + type + ")").mode(STRICT).shown(text).get(0))
        .isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, 128, 127", "TINYINT UNSIGNED, -1, 0", "INT, 42abc, 42", "INT, '', 0",
    "INT, 0x1F, 0", "INT, true, 0", "'DECIMAL(3,1)', 123, 99.9", "DOUBLE, nan, 0",
    "'CHAR(2)', abc, ab", "'ENUM(''a'')', zz, ''", "'SET(''a'')', 'a,zz', ''",
        "FLOAT, 1e39, 340282350000000000000000000000000000000"
  })
  void adjustsOutsideStrictModeAndRefusesInIt(String type, String text, String shown) {
    SqlRows rows = SqlRows.of("CREATE TABLE t (a " + type + ")");
    assertThat(rows.mode("").shown(text).get(0)).isEqualTo(shown);
    assertThat(rows.mode(STRICT).refusal(text)).endsWith("[BAD_ROW]");
  }

  @Test
  void enumsTakeNamesFirstAndThenNumbersWithPrefixes() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (e ENUM('a','b','1','d','e','f','g','h') COLLATE utf8mb4_general_ci)");
    assertThat(rows.shown("010")).containsExactly("h");
    assertThat(rows.shown("1")).containsExactly("1");
    assertThat(rows.shown("0b10")).containsExactly("b");
    assertThat(rows.shown("A ")).containsExactly("a");
    assertThat(rows.refusal("9")).endsWith("[BAD_ROW]");
  }

  @Test
  void bitsAreTheBytesOfTheText() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (b BIT(8))");
    assertThat(rows.shown("1")).containsExactly("49");
    assertThat(rows.mode("").shown("12")).containsExactly("255");
    assertThat(rows.mode(STRICT).refusal("12")).endsWith("[BAD_ROW]");
  }

  @Test
  void charactersAreCheckedByCharacterSet() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (u VARCHAR(9) CHARACTER SET utf8, a VARCHAR(9) CHARACTER SET ascii,"
                + " g VARCHAR(9) CHARACTER SET gbk, l VARCHAR(9) CHARACTER SET latin1)");
    assertThat(rows.mode("").shown("a😀b", "éa", "한a", "😀"))
        .containsExactly("a?b", "?a", "?a", "😀");
    rows.mode(STRICT);
    assertThat(rows.refusal("😀", null, null, null)).contains("'u'").endsWith("[BAD_ROW]");
    assertThat(rows.refusal(null, "é", null, null)).contains("'a'").endsWith("[BAD_ROW]");
    assertThat(rows.refusal(null, null, "€", null)).contains("'g'").endsWith("[BAD_ROW]");
    assertThat(rows.record("中", null, "中", "é")).endsWith("e4b8ade4b8adc3a9");
  }

  @Test
  void aCollationWithoutKnownWeightsIsStoredLikeAnyOther() {
    SqlRows rows =
        SqlRows.of("CREATE TABLE t (a INT, s VARCHAR(9) CHARACTER SET gb18030, KEY k(a))");
    assertThat(rows.record("1", "中 ")).endsWith("01e4b8ad20");
    assertThat(rows.entry("k", "1", "中")).endsWith("=30");
  }

  @Test
  void textIsLimitedInBytesAndVarcharInCharacters() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (x TINYTEXT, v VARCHAR(3))").mode("");
    assertThat(rows.shown("é".repeat(128), "😀😀😀😀")).containsExactly("é".repeat(127), "😀😀😀");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-0 | 090000000000000000",
        "-0.0 | 0b0000000000000080",
        "1e2 | 0b0000000000005940",
        "18446744073709551615 | 0affffffffffffffff",
        "99999999999999999999 | 0b",
        "{\"b\":1.5,\"a\":[]} | 0102000000300000001e00000001001f0000000100"
            + "03200000000b2800000061620000000008000000000000000000f83f",
        "{\"a\":{\"c\":\"x\"}} | 01010000002a0000001300000001000114000000610100000016000000130000000100"
            + "0c14000000630178",
        "{\"bb\":null,\"a\":1,\"a\":true} | 0102000000210000001e00000001001f000000020004010000000400000000616262",
        "\"\\ud800\" | 0c03efbfbd"
      })
  void documentsHaveTheirOwnForm(String text, String hex) {
    assertThat(SqlRows.of("CREATE TABLE t (j JSON)").record(text).substring(18)).startsWith(hex);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "{", "1e400", "nan", "[1,]", "{} x"})
  void wrongDocumentsAreRefusedInAnyMode(String text) {
    assertThat(SqlRows.of("CREATE TABLE t (j JSON)").mode("").refusal(text)).endsWith("[BAD_ROW]");
  }

  @Test
  void vectorsOfAnotherDimensionAreRefusedInAnyMode() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (v VECTOR(2))").mode("");
    assertThat(rows.record("[1, -2.5]")).endsWith("020000000000803f000020c0");
    assertThat(rows.refusal("[1]")).endsWith("[BAD_ROW]");
  }

  @Test
  void padSpaceIsCutBeforeWeightsAndOnlyWhereTheCollationPads() {
    String ddl = "CREATE TABLE t (v VARCHAR(9) COLLATE %s, KEY k(v))";
    assertThat(SqlRows.of(ddl.formatted("utf8mb4_0900_ai_ci")).entry("k", "a "))
        .startsWith("011c470209");
    assertThat(SqlRows.of(ddl.formatted("utf8mb4_unicode_ci")).entry("k", "a "))
        .startsWith("010e33000000000000f9");
    assertThat(SqlRows.of(ddl.formatted("utf8mb4_general_ci")).entry("k", "ß😀\u3000 "))
        .startsWith("010053fffd30000000fd");
  }
}
