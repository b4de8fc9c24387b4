package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.sqldump.SqlDialect;
import io.thunderhead.sqldump.SqlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is easily got wrong about values of SQL dumps (kv-encoding 8.3 and 10). */
class SqlDumpTrapsTest {
  @Test
  void trap33UnquotedIntegersAreUnsignedAndNoTimestamps() throws IOException {
    SqlRows rows = SqlRows.of("CREATE TABLE t (d DATETIME, s TIMESTAMP)");

    assertThat(rows.refusal(row(rows, "(NULL,20240101000000)")))
        .contains("'s'", "20240101000000", "TIMESTAMP takes no number without a sign")
        .endsWith("[BAD_ROW]");
    assertThat(rows.mode("").refusal(row(rows, "(NULL,0)"))).endsWith("[BAD_ROW]");
    assertThat(rows.shown(row(rows, "(20240101000000,'2024-01-01 00:00:00')")))
        .containsExactly("2024-01-01 00:00:00", "2024-01-01 00:00:00");
  }

  @Test
  void trap33BinaryIntroducersBelongToTheirString() throws IOException {
    SqlRows rows = SqlRows.of("CREATE TABLE t (a VARBINARY(9), b INT)");

    assertThat(rows.shown(row(rows, "(_binary 'a\\0\\'',7)"))).containsExactly("0x610027", "7");
  }

  @Test
  void trap20BitsOfTextAreItsBytesAndThoseOfNumbersTheirValue() throws IOException {
    SqlRows rows = SqlRows.of("CREATE TABLE t (a BIT(8), b BIT(8), c BIT(8), d BIT(8))");

    assertThat(rows.shown(row(rows, "('1',1,b'1',0x01)"))).containsExactly("49", "1", "1", "1");
  }

  @Test
  void trap47YearsOfNumbersAndOfTextDiffer() throws IOException {
    SqlRows rows = SqlRows.of("CREATE TABLE t (a YEAR, b YEAR, c YEAR)");

    assertThat(rows.shown(row(rows, "(0,'0','0000')"))).containsExactly("0000", "2000", "0000");
  }

  @Test
  void trap49NumbersOutsideOf64BitsAreText() throws IOException {
    SqlRows rows = SqlRows.of("CREATE TABLE t (a DECIMAL(30,1), b BIGINT UNSIGNED)");

    assertThat(rows.shown(row(rows, "(-18446744073709551616,18446744073709551615)")))
        .containsExactly("-18446744073709551616.0", "18446744073709551615");
    assertThat(rows.refusal(row(rows, "(0,18446744073709551616)"))).endsWith("[BAD_ROW]");
  }

  /** Reads the first row of SQL, whose values are of the table's columns. */
  private static SourceRow row(SqlRows rows, String sql) throws IOException {
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    SourceFile file = new SourceFile("f.sql", bytes.length, 0, FileFormat.SQL, Compression.NONE);
    try (SqlReader reader =
        SqlReader.open(
            FileSlice.whole(file),
            SqlDialect.of(rows.names()),
            ignored -> new ByteArrayInputStream(bytes))) {
      SourceRow row = new SourceRow();
      assertThat(reader.next(row)).isTrue();
      return row;
    }
  }
}
