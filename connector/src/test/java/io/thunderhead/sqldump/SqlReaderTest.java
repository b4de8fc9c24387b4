package io.thunderhead.sqldump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.Charset;
import io.thunderhead.type.InputColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlReaderTest {
  private static final Path CASES = Path.of("src/test/resources/sqldump/cases.txt");
  private static final String NAMES = "[a, b, c]";

  static Stream<Arguments> cases() throws IOException {
    return Files.readAllLines(CASES).stream()
        .filter(line -> line.contains(" => "))
        .filter(line -> !line.startsWith("#  ") && !line.startsWith("# E"))
        .map(line -> line.split(" => ", 2))
        .map(parts -> Arguments.of(parts[0], parts[1]));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsRowsAsStated(String sql, String rows) throws IOException {
    for (int window : new int[] {SqlLexer.WINDOW_BYTES, 1, 2, 3, 7}) {
      assertThat(shown(bytes(sql), window))
          .as("window of %d bytes", window)
          .isEqualTo(new String(bytes(rows), StandardCharsets.UTF_8));
    }
  }

  @Test
  void tellsFileAndOffset() throws IOException {
    byte[] sql = "INSERT INTO t VALUES\n(1),\n(f()),\n(3);".getBytes(StandardCharsets.UTF_8);

    assertThat(SqlText.read(sql, SqlText.DIALECT, 8))
        .containsExactly(
            "21[a, b, c]u:1",
            "26[a, b, c]! syntax error: a function is called; only literals are read",
            "33[a, b, c]u:3");
    assertThatThrownBy(() -> SqlText.read("(1,'O'Brien')"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "f.sql:3: a string is followed by text, as if a quote in it were not escaped, so it cannot be told where the next row begins. Correct the file, or export it again.");
    assertThatThrownBy(() -> SqlText.read("(1),\n(2,'x"))
        .hasMessage(
            "f.sql: ends at byte 10 inside a string that begins at byte 8: the file is cut off, or a quote, bracket or comment is not closed. Export it again.");
  }

  @Test
  void leavesBackslashesAloneWhereTheyEscapeNothing() throws IOException {
    SqlDialect dialect =
        new SqlDialect(List.of("a", "b"), false, Charset.BINARY, SqlDialect.DEFAULT_ROW_LIMIT);
    byte[] sql = "('a\\','\\n'),(\"it''s\\\",1)".getBytes(StandardCharsets.UTF_8);

    assertThat(SqlText.read(sql, dialect, 16))
        .containsExactly("0[a, b]a\\ | \\n", "12[a, b]it''s\\ | u:1");
  }

  @Test
  void decodesTheCharacterSetOfTheFile() throws IOException {
    byte[] gbk = bytes("('\\xc4\\xe3','\\xd5\\x5c','x')");
    assertThat(SqlText.read(gbk, charset(Charset.GBK), 3)).containsExactly("0[a, b]你 | 誠");

    byte[] latin1 = bytes("('\\xe9\\x80',\\xe9)");
    assertThat(SqlText.read(latin1, charset(Charset.LATIN1), 3)).containsExactly("0[a, b]é€ | é");
  }

  @Test
  void takesTextThatIsNoneInItsCharacterSetAsABadRow() throws IOException {
    byte[] sql = bytes("('a\\xff'),('é')");

    assertThat(SqlText.read(sql, charset(Charset.UTF8MB4), 64))
        .containsExactly(
            "0[a, b]! charset error: value 1 has at its byte 1 0xff, which is no character of utf8mb4; set the file's character-set",
            "7[a, b]é");
  }

  @Test
  void tellsBrokenSyntaxFromBytesThatAreNoText() throws IOException {
    byte[] sql = bytes("('a\\xff'),(f())");
    FileSlice slice = FileSlice.whole(SqlText.file(sql));
    try (SqlReader reader = SqlReader.open(slice, charset(Charset.UTF8MB4), SqlText.source(sql))) {
      SourceRow row = new SourceRow();
      assertThat(reader.next(row)).isTrue();
      assertThat(row.problemKind()).isEqualTo(BadRowKind.CHARSET);
      assertThat(reader.next(row)).isTrue();
      assertThat(row.problemKind()).isEqualTo(BadRowKind.SYNTAX);
    }
  }

  @Test
  void keepsBytesThatAreNoTextAsTheyAre() throws IOException {
    byte[] sql = bytes("('a\\xff\\x00')");
    try (SqlReader reader =
        SqlReader.open(FileSlice.whole(SqlText.file(sql)), SqlText.DIALECT, SqlText.source(sql))) {
      SourceRow row = new SourceRow();
      assertThat(reader.next(row)).isTrue();
      assertThat(row.buffer().toByteArray()).containsExactly('a', 0xff, 0);
      assertThat(reader.next(row)).isFalse();
    }
  }

  @Test
  void boundsRows() {
    SqlDialect dialect = new SqlDialect(List.of("a"), true, Charset.BINARY, 100);
    for (String sql :
        List.of(
            "('" + "x".repeat(101) + "')",
            "(" + "x".repeat(1000) + ")",
            "('" + "x".repeat(60) + "','" + "x".repeat(60) + "')")) {
      byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> SqlText.read(bytes, dialect, 16))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("longer than")
          .hasMessageContaining("100 bytes");
    }
  }

  @Test
  void givesTheSameColumnsObjectForTheSameList() throws IOException {
    byte[] sql =
        "INSERT INTO t (x,y) VALUES (1,2);INSERT INTO t (`X`,y) VALUES (3,4);(5,6);INSERT INTO t VALUES (1);INSERT INTO t (x,y) VALUES (7,8)"
            .getBytes(StandardCharsets.UTF_8);
    List<InputColumns> seen = new ArrayList<>();
    try (SqlReader reader =
        SqlReader.open(FileSlice.whole(SqlText.file(sql)), SqlText.DIALECT, SqlText.source(sql))) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        seen.add(row.columns());
      }
    }
    assertThat(seen).hasSize(5);
    assertThat(seen.get(2)).isSameAs(seen.get(1));
    assertThat(seen.get(1).names()).isEqualTo(seen.get(0).names());
    assertThat(seen.get(4)).isSameAs(seen.get(0));
  }

  @Test
  void countsRowsWithMoreValuesThanColumns() throws IOException {
    byte[] sql = "(1,2,3),(1,2,3,4),(1,2,3,4,5)".getBytes(StandardCharsets.UTF_8);
    try (SqlReader reader =
        SqlReader.open(FileSlice.whole(SqlText.file(sql)), SqlText.DIALECT, SqlText.source(sql))) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        assertThat(row.length()).isEqualTo(3);
      }
      assertThat(reader.surplusRows()).isEqualTo(2);
      assertThat(reader.firstSurplus()).isEqualTo(8);
    }
  }

  @Test
  void noticesAFileThatIsShorterThanItWasListed() {
    byte[] sql = "(1),(2);".getBytes(StandardCharsets.UTF_8);
    SourceFile listed = new SourceFile("f.sql", 100, 0, FileFormat.SQL, Compression.NONE);

    assertThatThrownBy(() -> SqlText.read(FileSlice.whole(listed), sql, SqlText.DIALECT, 64))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("f.sql: ends at byte 8, but had 100 bytes when it was listed");
  }

  private static SqlDialect charset(Charset charset) {
    return new SqlDialect(List.of("a", "b"), true, charset, SqlDialect.DEFAULT_ROW_LIMIT);
  }

  /** Returns the rows as the cases state them. */
  private static String shown(byte[] sql, int window) {
    List<String> rows = new ArrayList<>();
    try (SqlReader reader =
        SqlReader.open(
            FileSlice.whole(SqlText.file(sql)), SqlText.DIALECT, SqlText.source(sql), window)) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        String names = row.columns().names().toString();
        rows.add((names.equals(NAMES) ? "" : names) + SqlText.shown(row));
      }
    } catch (IOException e) {
      rows.add("!! " + reason(e.getMessage()));
    }
    return String.join(" ; ", rows);
  }

  private static String reason(String message) {
    return message
        .replaceFirst("^f.sql(:\\d+)?: ", "")
        .replaceFirst(" that begins at byte.*| so it cannot be told.*", "")
        .replaceFirst(",$", "");
  }

  /** Returns what a case stands for, with its escapes undone. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < utf8.length) {
      byte each = utf8[at++];
      if (each != '\\') {
        out.write(each);
        continue;
      }
      byte escaped = utf8[at++];
      switch (escaped) {
        case 'n' -> out.write('\n');
        case 'r' -> out.write('\r');
        case 't' -> out.write('\t');
        case 'x' -> {
          out.write(Integer.parseInt(new String(utf8, at, 2, StandardCharsets.US_ASCII), 16));
          at += 2;
        }
        default -> out.write(escaped);
      }
    }
    return out.toByteArray();
  }
}
