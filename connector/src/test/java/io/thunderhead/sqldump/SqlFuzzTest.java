package io.thunderhead.sqldump;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.type.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes, there are rows, bad rows or an error of the file, the same in all ways. */
@Timeout(120)
class SqlFuzzTest {
  private static final String[] PIECES = {
    "(",
    ")",
    ",",
    ";",
    "'",
    "\"",
    "`",
    "\\",
    "*",
    "/",
    "INSERT INTO t ",
    "replace t",
    " VALUES ",
    "convert(",
    " using gbk)",
    "x'",
    "b'",
    "n'",
    "0x4g",
    "0b1",
    "_binary ",
    "_latin1",
    "--",
    "/*",
    "*/",
    "#",
    "\n",
    " ",
    "DELIMITER ",
    "$$",
    "1",
    "-",
    "18446744073709551616",
    "NULL",
    "true",
    "SET a=",
    "CREATE TABLE ",
    "PARTITION",
    "ON ",
    "f",
    "(1,2),(3,'a');",
    "INSERT INTO t VALUES (1);"
  };

  /** What a byte is changed to; comments may rightly hide rows. */
  private static final String LETTERS = "()',;\"`\\aZ0 \n._xn+$@\u0001";

  @Test
  void anyPiecesGiveRowsOrBadRowsOrAnError() {
    Random random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      byte[] sql = pieces(random);
      checkAllWaysAgree(sql, dialect(random), 1 + random.nextInt(5));
    }
  }

  @Test
  void anyBytesGiveRowsOrBadRowsOrAnError() {
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      byte[] sql = new byte[random.nextInt(60)];
      random.nextBytes(sql);
      checkAllWaysAgree(sql, dialect(random), 1 + random.nextInt(5));
    }
  }

  @Test
  void aChangedByteLosesNoRow() {
    Random random = new Random(3);
    for (int i = 0; i < 6000; i++) {
      StringBuilder dump = new StringBuilder();
      RandomSql statements = new RandomSql(i % 500);
      int rows = 0;
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        int count = 1 + random.nextInt(4);
        statements.insert(dump, count);
        dump.append('\n');
        rows += count;
      }
      byte[] sql = changed(dump.toString().getBytes(StandardCharsets.UTF_8), random);
      String outcome = SqlText.outcome(sql, SqlText.DIALECT, SqlLexer.WINDOW_BYTES);
      if (!outcome.equals(SqlText.ERROR)) {
        assertThat(outcome.lines().count())
            .as(new String(sql, StandardCharsets.UTF_8))
            .isGreaterThanOrEqualTo(rows);
      }
    }
  }

  private static void checkAllWaysAgree(byte[] sql, SqlDialect dialect, int window) {
    String whole = SqlText.outcome(sql, dialect, SqlLexer.WINDOW_BYTES);
    String shown = HexFormat.of().formatHex(sql);
    assertThat(SqlText.outcome(sql, dialect, window)).as(shown).isEqualTo(whole);
    assertThat(SqlText.outcomeOfSlices(sql, dialect, 10, window)).as(shown).isEqualTo(whole);
  }

  private static byte[] pieces(Random random) {
    StringBuilder out = new StringBuilder();
    for (int left = random.nextInt(30); left > 0; left--) {
      out.append(
          random.nextInt(10) == 0
              ? String.valueOf((char) random.nextInt(256))
              : PIECES[random.nextInt(PIECES.length)]);
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static SqlDialect dialect(Random random) {
    Charset[] charsets = Charset.values();
    return new SqlDialect(
        List.of("a", "b"),
        random.nextInt(4) > 0,
        charsets[random.nextInt(charsets.length)],
        SqlDialect.DEFAULT_ROW_LIMIT);
  }

  private static byte[] changed(byte[] sql, Random random) {
    int at = random.nextInt(sql.length);
    byte letter = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    switch (random.nextInt(3)) {
      case 0 -> {
        sql[at] = letter;
        return sql;
      }
      case 1 -> {
        byte[] longer = Arrays.copyOf(sql, sql.length + 1);
        System.arraycopy(sql, at, longer, at + 1, sql.length - at);
        longer[at] = letter;
        return longer;
      }
      default -> {
        byte[] shorter = Arrays.copyOf(sql, sql.length - 1);
        System.arraycopy(sql, at + 1, shorter, at, sql.length - at - 1);
        return shorter;
      }
    }
  }
}
