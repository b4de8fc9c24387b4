package io.thunderhead.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.Charset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corners of CSV, with windows that cut the file anywhere. */
class CsvCornerTest {
  private static final int[] WINDOWS = {CsvReader.WINDOW_BYTES, 1, 2, 5};

  static Stream<CsvCorner> corners() {
    return Stream.of("fields", "escapes", "nulls", "lines", "header", "charset", "dialect")
        .flatMap(file -> CsvCorner.of(file).stream());
  }

  @ParameterizedTest
  @MethodSource("corners")
  void givesWhatIsStated(CsvCorner corner) throws IOException {
    if (corner.expected().get(0).startsWith("x ")) {
      assertThatThrownBy(() -> outcome(corner, CsvReader.WINDOW_BYTES))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining(corner.expected().get(0).substring(2));
      return;
    }
    for (int window : WINDOWS) {
      List<String> outcome = outcome(corner, window);
      for (String line : corner.expected()) {
        check(line, outcome);
      }
      assertThat(outcome).as("records that nothing states").allMatch(line -> line.startsWith("~"));
    }
  }

  @ParameterizedTest
  @MethodSource("corners")
  void isReadAlikeByThePlainRules(CsvCorner corner) throws IOException {
    if (corner.expected().get(0).startsWith("x ") || corner.dialect().contains("header")) {
      return;
    }
    CsvDialect dialect = corner.build();
    if (dialect.charset() != Charset.BINARY) {
      return;
    }
    assertThat(Outline.of(ReadBack.read(dialect, corner.input(), 1)))
        .isEqualTo(Outline.of(SlowCsv.read(dialect, corner.input()), dialect));
  }

  @Test
  void isWide() {
    assertThat(corners().map(CsvCorner::name).distinct()).hasSizeGreaterThan(200);
    assertThat(corners().map(CsvCorner::name)).doesNotHaveDuplicates();
  }

  /** Checks that an expected line is the next of the outcome, or one of those at its end. */
  private static void check(String line, List<String> outcome) {
    if (line.startsWith("~")) {
      assertThat(outcome).contains(new String(CsvCorner.bytes(line), StandardCharsets.UTF_8));
      return;
    }
    String next = outcome.remove(0);
    if (line.startsWith("=")) {
      assertThat(next).isEqualTo(Outline.shown(CsvCorner.bytes(line)));
      return;
    }
    String[] words = line.split(" ", 4);
    boolean placed = words[2].startsWith("@");
    String said = placed ? words[3] : line.split(" ", 3)[2];
    assertThat(next).startsWith("! " + words[1] + " ").contains(said);
    if (placed) {
      assertThat(next).contains(" at byte " + words[2].substring(1) + ": ");
    }
  }

  /** Returns what a case gives, in the form in which it is stated. */
  private static List<String> outcome(CsvCorner corner, int window) throws IOException {
    CsvDialect dialect = corner.build();
    FileSlice whole = FileSlice.whole(ReadBack.file(corner.input()));
    List<String> lines = new ArrayList<>();
    SourceRow row = new SourceRow();
    try (CsvReader reader =
        CsvReader.open(whole, dialect, ReadBack.source(corner.input()), window)) {
      while (reader.next(row)) {
        lines.add(line(row));
      }
      lines.add("~ surplus %d @%d".formatted(reader.surplusRows(), reader.firstSurplus()));
      lines.add("~ skipped " + reader.skippedLines());
      lines.add(("~ columns " + String.join(" ", reader.columns().names())).strip());
    }
    return lines;
  }

  private static String line(SourceRow row) {
    String offset = row.place().substring(ReadBack.PATH.length() + 1);
    if (row.problem() != null) {
      return "! " + offset + " " + row.problem();
    }
    StringBuilder line = new StringBuilder("= " + offset);
    for (int i = 0; i < row.length(); i++) {
      line.append(row.isNull(i) ? " NULL" : " [" + Outline.shown(row.bytes(i)) + "]");
    }
    return line.toString();
  }

  @Test
  void showsTheTextOfABadRow() throws IOException {
    byte[] file = "a\nb,c\"d,e\nf\n".getBytes(StandardCharsets.UTF_8);
    CsvDialect dialect = CsvDialect.importInto().columns(List.of("x")).build();
    List<ReadBack.Row> rows = ReadBack.read(dialect, file, 3);
    assertThat(rows.get(1).fields()).containsExactly("b,c\"d,e");
  }

  @Test
  void showsABadRowAsFarAs64KiB() throws IOException {
    byte[] file = new byte[300_000];
    Arrays.fill(file, (byte) 'x');
    file[10] = '"';
    CsvDialect dialect = CsvDialect.importInto().columns(List.of("x")).build();
    List<ReadBack.Row> rows = ReadBack.read(dialect, file, CsvReader.WINDOW_BYTES);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).fields().get(0)).hasSize(1 << 16);
  }
}
