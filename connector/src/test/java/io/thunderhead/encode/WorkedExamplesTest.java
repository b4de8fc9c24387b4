package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.SqlRows.Pair;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows that kv-encoding, appendix A, works out. */
class WorkedExamplesTest {
  private static final SqlRows NONCLUSTERED =
      SqlRows.of(
              "CREATE TABLE t (id INT, name VARCHAR(20) COLLATE utf8mb4_bin, amt DECIMAL(10,2),"
                  + " ts TIMESTAMP(3) NULL, note TEXT NULL, UNIQUE uk(name), KEY k(amt, ts))")
          .zone("+08:00");

  @Test
  void aRowOfATableWithoutClusteredKey() {
    List<Pair> pairs = NONCLUSTERED.row("-1", "ab ", "-12.34", "2024-02-29 13:14:15.123", null);
    assertThat(pairs)
        .containsExactly(
            new Pair(
                "7480000000000000645f728000000000000007",
                "80000400000001020304010004000b001300ff6162200a027ffffff3dd78e0018f53bab219"),
            new Pair(
                "7480000000000000645f698000000000000001016162000000000000f9",
                "088000010000000203006162200000000000000007"),
            new Pair(
                "7480000000000000645f69800000000000000206"
                    + "0a027ffffff3dd0419b2ba538f01e078038000000000000007",
                "30"));
  }

  @Test
  void itsChecksum() {
    KvCollector kvs = new KvCollector();
    for (Pair pair : NONCLUSTERED.row("-1", "ab ", "-12.34", "2024-02-29 13:14:15.123", null)) {
      kvs.put(bytes(pair.key()), bytes(pair.value()));
    }
    assertThat(kvs.checksum()).isEqualTo(0xf8f22ed6b09a0861L);
    assertThat(kvs.count()).isEqualTo(3);
    assertThat(kvs.bytes()).isEqualTo(152);
  }

  @Test
  void aNullInAColumnWithADefault() {
    SqlRows rows =
        SqlRows.of(
                "CREATE TABLE t (id INT, name VARCHAR(20), amt DECIMAL(10,2), ts TIMESTAMP(3) NULL,"
                    + " note VARCHAR(9) DEFAULT 'n')")
            .zone("+08:00");
    assertThat(rows.record("-1", "ab ", "-12.34", "2024-02-29 13:14:15.123", null))
        .isEqualTo("8000040001000102030405010004000b001300ff6162200a027ffffff3dd78e0018f53bab219");
  }

  @Test
  void aRowOfATableClusteredByText() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE s (x INT); CREATE TABLE t (id VARCHAR(10) COLLATE utf8mb4_bin, c VARCHAR(20)"
                + " COLLATE utf8mb4_general_ci, PRIMARY KEY (id) CLUSTERED, KEY kc(c), UNIQUE uc(c))");
    assertThat(rows.row("k ", "Ab"))
        .containsExactly(
            new Pair(
                "7480000000000000655f72016b00000000000000f8", "8000020000000102020004006b204162"),
            new Pair(
                "7480000000000000655f698000000000000002"
                    + "010041004200000000fb016b00000000000000f8",
                "007d01800002000000010201000300014162"),
            new Pair(
                "7480000000000000655f698000000000000003010041004200000000fb",
                "007d017f000a016b00000000000000f8800002000000010201000300014162"));
  }

  @Test
  void aHandleOfTwoIntegers() {
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (a BIGINT, b BIGINT UNSIGNED, c INT, PRIMARY KEY (a, b) CLUSTERED,"
                + " KEY k(c))");
    assertThat(rows.handle("5", "6", null)).isEqualTo("038000000000000005040000000000000006");
    assertThat(rows.record("5", "6", null)).isEqualTo("800000000000");
    assertThat(rows.entry("k", "5", "6", null)).endsWith("=007d01");
  }

  @Test
  void aColumnIdAbove255() {
    StringBuilder added = new StringBuilder();
    for (int i = 2; i < 300; i++) {
      added.append("ALTER TABLE t ADD COLUMN x INT; ALTER TABLE t DROP COLUMN x; ");
    }
    SqlRows rows =
        SqlRows.of(
            "CREATE TABLE t (a TINYINT); " + added + "ALTER TABLE t ADD COLUMN b INT DEFAULT 1");
    assertThat(rows.record("5", null)).isEqualTo("800101000100010000002c0100000100000005");
  }

  private static Bytes bytes(String hex) {
    return new Bytes(16).put(HexFormat.of().parseHex(hex));
  }
}
