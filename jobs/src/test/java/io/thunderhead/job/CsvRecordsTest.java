package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect of kv-encoding 8.2. */
class CsvRecordsTest {
  @Test
  void takesEscapesInsideAndOutsideOfQuotes() throws IOException {
    assertThat(read("\"abcdef\",\\njklm,nop")).containsExactly(row("abcdef", "\njklm", "nop"));
    assertThat(read("\"\"\"\"\"\",\"\\n\",a")).containsExactly(row("\"\"", "\n", "a"));
    assertThat(read("a\\,b,\"c\\\"d\"\n")).containsExactly(row("a,b", "c\"d"));
  }

  @Test
  void takesABackslashAndNForNullQuotedOrNot() throws IOException {
    assertThat(read("\\N,\"\\N\",\\\\N,\\n,NULL"))
        .containsExactly(row(null, null, "\\N", "\n", "NULL"));
  }

  @Test
  void skipsBlankLinesButTheLastThatHasNoEnd() throws IOException {
    assertThat(read("\n\r\na\r\n  \n\"\"\n ")).containsExactly(row("a"), row(""), row(" "));
    assertThat(read("\n\r")).isEmpty();
  }

  @Test
  void keepsSeparatorsAndLinesInsideQuotes() throws IOException {
    assertThat(read("\"a,\r\nb\",,c\n")).containsExactly(row("a,\r\nb", "", "c"));
  }

  @Test
  void dropsAByteOrderMark() throws IOException {
    assertThat(read("\ufeff\"a\"\n")).containsExactly(row("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"???", "\\", "\"\\", "0\"", "0\\", "\"\"\"", "\"a\" ,b"})
  void refusesWhatIsNoCsv(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("line 1: ");
  }

  private static List<List<String>> read(String text) throws IOException {
    CsvRecords records =
        CsvRecords.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    List<List<String>> rows = new ArrayList<>();
    for (List<byte[]> fields = records.next(); fields != null; fields = records.next()) {
      rows.add(
          new ArrayList<>(
              fields.stream()
                  .map(f -> f == null ? null : new String(f, StandardCharsets.UTF_8))
                  .toList()));
    }
    return rows;
  }

  private static List<String> row(String... fields) {
    return new ArrayList<>(Arrays.asList(fields));
  }
}
