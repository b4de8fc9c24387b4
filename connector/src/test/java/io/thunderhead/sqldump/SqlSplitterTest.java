package io.thunderhead.sqldump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {
  @Test
  void cutsWhereInsertsBegin() throws IOException {
    assertThat(
            starts(
                "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nREPLACE INTO t VALUES (3);",
                1))
        .containsExactly(0L, 26L, 52L);
    assertThat(
            starts(
                "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nREPLACE INTO t VALUES (3);",
                30))
        .containsExactly(0L, 52L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "('a;INSERT INTO t VALUES (1)');",
        "('\\';INSERT INTO t VALUES (1)');",
        "(1) /* ;INSERT INTO t VALUES (1) */;",
        "(1) -- ;INSERT INTO t VALUES (1)\n;",
        "(1) # ;INSERT INTO t VALUES (1)\n;",
        "INSERT INTO `a;INSERT` VALUES (1);",
        "(1);(2);SET x = 1;LOCK TABLES t WRITE",
        "(1);DELIMITER $$\nINSERT INTO t VALUES (1);INSERT INTO t VALUES (2)$$\nDELIMITER ;\nINSERT INTO t VALUES (3);",
        "DELIMITER $$\nCREATE TRIGGER x BEGIN SELECT 1;INSERT INTO t VALUES (1);END$$\nDELIMITER ;\n",
        ""
      })
  void cutsNowhereElse(String sql) throws IOException {
    assertThat(starts(sql, 1)).containsExactly(0L);
  }

  @Test
  void tellsItsChoice() throws IOException {
    byte[] sql = bytes("INSERT INTO t VALUES (1);INSERT INTO t VALUES (2);");
    SourceFile packed = new SourceFile("f.sql.gz", 99, 0, FileFormat.SQL, Compression.GZIP);

    assertThat(cut(sql, 10).choice())
        .isEqualTo(
            "f.sql is read in 2 slices of about 10 bytes, cut where INSERT statements begin");
    assertThat(cut(sql, 26).choice())
        .isEqualTo("f.sql is read in one: it has 50 bytes, fewer than two slices of 26");
    assertThat(cut(bytes("INSERT INTO t VALUES (1),(2)"), 5).choice())
        .isEqualTo(
            "f.sql is read in one: no statement that could begin a slice stands behind its first 5 bytes");
    assertThat(SqlSplitter.cut(packed, SqlText.DIALECT, SqlText.source(sql), 1).choice())
        .isEqualTo(
            "f.sql.gz is read in one: it is packed as gzip, which is read from its beginning only");
  }

  @Test
  void refusesAFileThatEndsInAString() {
    assertThatThrownBy(() -> cut(bytes("INSERT INTO t VALUES ('a"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("f.sql: ends at byte 24 inside a string that begins at byte 22");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void slicesHoldTheRowsOfTheFile(int seed) {
    RandomSql random = new RandomSql(seed);
    for (int i = 0; i < 500; i++) {
      byte[] sql = random.script();
      String whole = SqlText.outcome(sql, SqlText.DIALECT, SqlLexer.WINDOW_BYTES);
      for (int sliceBytes : new int[] {1, 40, 150}) {
        assertThat(SqlText.outcomeOfSlices(sql, SqlText.DIALECT, sliceBytes, 1 + i % 9))
            .as("slices of %d bytes of%n%s", sliceBytes, new String(sql, StandardCharsets.UTF_8))
            .isEqualTo(whole);
      }
    }
  }

  private static List<Long> starts(String sql, long sliceBytes) throws IOException {
    byte[] bytes = bytes(sql);
    List<FileSlice> slices = cut(bytes, sliceBytes).slices();
    for (int i = 0; i < slices.size(); i++) {
      long end = i + 1 < slices.size() ? slices.get(i + 1).start() : bytes.length;
      assertThat(slices.get(i).end()).isEqualTo(end);
    }
    return slices.stream().map(FileSlice::start).toList();
  }

  private static SqlSplitter.Cut cut(byte[] sql, long sliceBytes) throws IOException {
    return SqlSplitter.cut(SqlText.file(sql), SqlText.DIALECT, SqlText.source(sql), sliceBytes);
  }

  private static byte[] bytes(String sql) {
    return sql.getBytes(StandardCharsets.UTF_8);
  }
}
