package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is easily got wrong about the values of index entries (kv-encoding 3 and 10). */
class IndexValueTrapsTest {
  private static final String AB_GENERAL_CI = "010041004200000000fb";

  @Test
  void uniqueEntriesHoldTheHandleUnflipped() {
    SqlRows rows =
        SqlRows.of("CREATE TABLE t (id BIGINT PRIMARY KEY, c INT, UNIQUE k(c), KEY n(c))");
    assertThat(rows.entry("k", "70", "1")).isEqualTo("038000000000000001=0000000000000046");
    assertThat(rows.entry("n", "70", "1")).isEqualTo("038000000000000001038000000000000046=30");
    assertThat(rows.entry("k", "-1", "1")).endsWith("=ffffffffffffffff");
  }

  @Test
  void aUniqueEntryWithNullIsAsOneThatIsNotUnique() {
    SqlRows rows =
        SqlRows.of("CREATE TABLE t (id BIGINT PRIMARY KEY, a INT, b INT, UNIQUE k(a, b))");
    assertThat(rows.entry("k", "5", "1", null))
        .isEqualTo("03800000000000000100038000000000000005=30");
  }

  @Test
  void integerHandleTablesRestoreEveryColumnOnceOneNeedsIt() {
    SqlRows rows =
        SqlRows.of(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, c VARCHAR(20) COLLATE utf8mb4_general_ci,"
                    + " n INT, ts TIMESTAMP NULL, KEY k(c, n, ts), UNIQUE u(c))")
            .zone("+08:00");
    assertThat(rows.entry("u", "5", "ab", "1", null))
        .isEqualTo(AB_GENERAL_CI + "=0880000100000002020061620000000000000005");
    String packedUtc = "19b2ba53cf000000";
    assertThat(rows.entry("k", "5", "ab", null, "2024-02-29 13:15:15"))
        .isEqualTo(
            AB_GENERAL_CI
                + "0004"
                + packedUtc
                + "038000000000000005=0080000200010002040302000a006162000000cf53bab219");
  }

  @Test
  void shortRestoredValuesArePaddedToTenBytes() {
    SqlRows rows = SqlRows.of("CREATE TABLE t (id BIGINT PRIMARY KEY, c VARCHAR(20), KEY k(c))");
    assertThat(rows.entry("k", "5", null)).isEqualTo("00038000000000000005=02800000000100020000");
    assertThat(rows.entry("k", "5", ""))
        .isEqualTo("010000000000000000f7038000000000000005=00800001000000020000");
  }

  @Test
  void charAndTextOfBinCollationsRestoreNothing() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id BIGINT PRIMARY KEY, c CHAR(9) COLLATE utf8mb4_bin, x TEXT COLLATE"
                + " utf8mb4_bin, v VARCHAR(9) COLLATE utf8mb4_0900_bin, KEY kc(c), KEY kx(x(5)),"
                + " KEY kv(v))");
    assertThat(rows.entry("kc", "5", "a ", "a ", "a ")).startsWith("0161").endsWith("=30");
    assertThat(rows.entry("kx", "5", "a ", "a ", "a "))
        .isEqualTo("016100000000000000f8038000000000000005=30");
    assertThat(rows.entry("kv", "5", "a ", "a ", "a "))
        .isEqualTo("016120000000000000f9038000000000000005=30");
  }

  @Test
  void binCollationsOfChineseCharacterSetsRestoreTheValue() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id VARCHAR(9) CHARACTER SET gbk COLLATE gbk_bin PRIMARY KEY CLUSTERED,"
                + " c CHAR(9) CHARACTER SET gb18030 COLLATE gb18030_bin, KEY k(c))");
    assertThat(rows.entry("k", "a", "中"))
        .isEqualTo(
            "01d6d0000000000000f9016100000000000000f8=007d0180000200000001020100040061e4b8ad");
  }

  @Test
  void spacesAreCountedUnsignedForIndexColumnsAndSignedForTheHandle() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id VARCHAR(300) COLLATE utf8mb4_bin PRIMARY KEY CLUSTERED,"
                + " v VARCHAR(300) COLLATE utf8mb4_bin, KEY k(v))");
    String spaces = " ".repeat(128);
    assertThat(rows.entry("k", "a" + spaces, "b" + spaces))
        .endsWith("=007d01800002000000010202000300800080");
  }

  @Test
  void nullInPaddedVarcharCountsNoSpaces() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id DECIMAL(20,0) PRIMARY KEY CLUSTERED, v VARCHAR(9) COLLATE"
                + " utf8mb4_bin, g VARCHAR(9) COLLATE utf8mb4_general_ci, KEY k(v), KEY kg(g))");
    assertThat(rows.entry("k", "1", null, null)).endsWith("=007d0180000100000002010000");
    assertThat(rows.entry("kg", "1", null, null)).endsWith("=007d0180000000010003");
  }

  @Test
  void prefixesAreCutBeforeSpacesAreCounted() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id DECIMAL(20,0) PRIMARY KEY CLUSTERED, v VARCHAR(9) COLLATE"
                + " utf8mb4_bin, KEY k(v(3)))");
    assertThat(rows.entry("k", "1", "ab    cd"))
        .startsWith("016162000000000000f9")
        .endsWith("=007d0180000100000002010001");
  }

  @Test
  void keyColumnsOfTheHandleAreRestoredToTheLongerPrefix() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id VARCHAR(9) COLLATE utf8mb4_general_ci, n INT, PRIMARY KEY (id(2))"
                + " CLUSTERED, KEY k3(id(3)), KEY k1(id(1)), KEY w(id), KEY n(n))");
    assertThat(rows.entry("k3", "abcd", "1")).endsWith("=007d01800001000000010300616263");
    assertThat(rows.entry("k1", "abcd", "1")).endsWith("=007d018000010000000102006162");
    assertThat(rows.entry("w", "abcd", "1")).endsWith("=007d0180000100000001040061626364");
    assertThat(rows.entry("n", "abcd", "1")).endsWith("=007d018000010000000102006162");
  }

  @Test
  void withoutNewCollationsNothingIsRestoredAndKeysAreRaw() {
    SqlRows rows =
        SqlRows.of(
                "CREATE TABLE t (id VARCHAR(9) COLLATE utf8mb4_general_ci PRIMARY KEY CLUSTERED, c"
                    + " VARCHAR(9) COLLATE utf8mb4_unicode_ci, KEY k(c))")
            .oldCollation();
    assertThat(rows.entry("k", "K ", "Ab "))
        .isEqualTo("014162200000000000fa014b20000000000000f9=007d01");
    assertThat(rows.record("K ", null)).isEqualTo("800000000000");
  }

  @Test
  void arrayElementsBypassTheCollationAndCollapse() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (id BIGINT PRIMARY KEY, j JSON, KEY k((CAST(j AS CHAR(9) ARRAY))))");
    assertThat(rows.index("k", "5", "[\"b \",\"A\",\"b \",\"a\"]"))
        .extracting(SqlRows.Pair::key)
        .containsExactly(
            "016220000000000000f9038000000000000005",
            "014100000000000000f8038000000000000005",
            "016100000000000000f8038000000000000005");
    assertThat(rows.index("k", "5", "[]")).isEmpty();
    assertThat(rows.index("k", "5", null))
        .isEqualTo(List.of(new SqlRows.Pair("00038000000000000005", "30")));
    assertThat(rows.refusal("5", "[null]")).endsWith("[BAD_ROW]");
  }

  @Test
  void globalIndexesNameThePartitionInValuesAndInKeysThatAreNotDistinct() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (a INT NOT NULL, b INT, UNIQUE ua(a) GLOBAL, UNIQUE ub(b) GLOBAL)"
                + " PARTITION BY HASH(b) PARTITIONS 2");
    long id = rows.table().id();
    String pid = "7e80000000000000" + "%02x".formatted(rows.place("1", "4"));
    assertThat(rows.row("1", "4").stream().map(SqlRows.Pair::key).skip(1))
        .allMatch(key -> key.startsWith("7480000000000000%02x5f69".formatted(id)));
    assertThat(rows.entry("ua", "1", "4"))
        .isEqualTo("038000000000000001=08" + pid + "0000000000000007");
    String nullPid = "7e80000000000000" + "%02x".formatted(rows.place("1", null));
    assertThat(rows.entry("ub", "1", null))
        .isEqualTo("00" + nullPid + "038000000000000007=00" + nullPid);
  }
}
