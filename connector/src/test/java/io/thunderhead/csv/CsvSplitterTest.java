package io.thunderhead.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The slices of a file give the rows of the file, each once. */
class CsvSplitterTest {
  private static final int INPUTS = 4_000;

  @Test
  void slicesOfAnyFileGiveItsRowsInOrder() throws IOException {
    int split = 0;
    for (int seed = 0; seed < INPUTS; seed++) {
      Random random = new Random(seed);
      CsvDialect dialect = RandomCsv.dialect(random);
      byte[] bytes = RandomCsv.bytes(random, dialect);
      long sliceBytes = 1L + random.nextInt(30);
      CsvSplit slices = split(dialect, sliceBytes, bytes, 1 + random.nextInt(40));
      split += slices.slices().size() > 1 ? 1 : 0;
      List<ReadBack.Row> whole = ReadBack.read(dialect, bytes, 64);
      List<ReadBack.Row> parts = read(slices, dialect, bytes);
      if (!parts.equals(whole)) {
        assertThat(parts)
            .as("seed %d, %s, %s%n%s", seed, slices, dialect, Outline.shown(bytes))
            .isEqualTo(whole);
      }
    }
    assertThat(split).isGreaterThan(INPUTS / 6);
  }

  @Test
  void slicesOfStrictFormatGiveItsRowsInOrder() throws IOException {
    for (int seed = 0; seed < INPUTS; seed++) {
      Random random = new Random(seed);
      String terminator = List.of("\n", "\r\n", "|+|\n", "aab").get(random.nextInt(4));
      CsvDialect dialect = strict(terminator).build();
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(List.of("a", "|", "b,", "\"x,\"\"\"", " ").get(random.nextInt(5)));
        text.append(random.nextInt(3) == 0 ? terminator : ",");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      CsvSplit slices = split(dialect, 1 + random.nextInt(20), bytes, 8);
      assertThat(read(slices, dialect, bytes))
          .as("seed %d, %s%n%s", seed, slices, text)
          .isEqualTo(ReadBack.read(dialect, bytes, 64));
    }
  }

  @Test
  void tellsThatStrictFormatWasNotKept() throws IOException {
    CsvDialect dialect = strict("\n").build();
    byte[] bytes = "1,2\n\"a\nb\",3\n4,5\n".getBytes(StandardCharsets.UTF_8);
    CsvSplit slices = split(dialect, 6, bytes, 8);
    assertThatThrownBy(() -> read(slices, dialect, bytes))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("the record at byte 4 has the terminator in a field")
        .hasMessageContaining("set strict-format to false");
  }

  @Test
  void splitsWhereRecordsBeginWhateverIsInQuotes() throws IOException {
    CsvDialect dialect = plain().build();
    byte[] bytes = "aaaa,\"\n\n\n\n\n\"\n\"b\"\"\n\",c\nd,e\n".getBytes(StandardCharsets.UTF_8);
    CsvSplit split = split(dialect, 7, bytes, 4);
    assertThat(split.slices()).extracting(FileSlice::start).containsExactly(0L, 13L, 22L);
    assertThat(split.reason())
        .isEqualTo("split into 3 where records begin, by following the quotes");
  }

  @Test
  void splitsBehindABadRecordWhereReadingGoesOn() throws IOException {
    CsvDialect dialect = plain().build();
    byte[] bytes = "a\"b\n\"c\nd\",e\nf,g\n".getBytes(StandardCharsets.UTF_8);
    CsvSplit split = split(dialect, 4, bytes, 4);
    assertThat(split.slices()).extracting(FileSlice::start).containsExactly(0L, 12L);
  }

  @Test
  void tellsWhyAFileIsNotSplit() throws IOException {
    byte[] bytes = new byte[1000];
    assertThat(reason(plain(), 1000)).isEqualTo("not split: its 1000 bytes are not more than 1100");
    assertThat(reason(CsvDialect.loadData().columns(List.of("a")).startingBy("x"), 10))
        .isEqualTo("not split: with starting-by only files in strict-format are");
    assertThat(reason(plain().separator("\u00a7"), 10)).contains("not ASCII");
    SourceFile packed = new SourceFile("a.gz", 1000, 0, FileFormat.CSV, Compression.GZIP);
    assertThat(new CsvSplitter(plain().build(), 10).split(packed, ReadBack.source(bytes)).reason())
        .isEqualTo("not split: a compressed file has no places to begin at");
  }

  @Test
  void doesNotSplitBehindARecordThatIsTooLong() throws IOException {
    CsvDialect dialect = plain().rowLimit(10).build();
    byte[] bytes = "a\nb\nc\nd\n\"eeeeeeeeeeeeeeeeeee\"\nf\ng\n".getBytes(StandardCharsets.UTF_8);
    CsvSplit split = split(dialect, 3, bytes, 4);
    assertThat(split.slices()).extracting(FileSlice::start).containsExactly(0L, 4L, 8L);
    assertThat(split.reason())
        .endsWith("; not behind byte 8, where a record is longer than a row may be");
    assertThat(read(split, dialect, bytes)).isEqualTo(ReadBack.read(dialect, bytes, 64));
  }

  @Test
  void splitsStrictFormatWithoutReading() throws IOException {
    SourceFile file = new SourceFile("a", 1000, 0, FileFormat.CSV, Compression.NONE);
    CsvSplit split =
        new CsvSplitter(strict("\n").build(), 400)
            .split(
                file,
                offset -> {
                  throw new IOException("read");
                });
    assertThat(split.slices()).extracting(FileSlice::start).containsExactly(0L, 400L, 800L);
    assertThat(split.reason()).startsWith("split into 3 at terminators");
  }

  private static String reason(CsvDialectBuilder dialect, long sliceBytes) throws IOException {
    byte[] bytes = new byte[1000];
    return new CsvSplitter(dialect.build(), sliceBytes)
        .split(ReadBack.file(bytes), ReadBack.source(bytes))
        .reason();
  }

  private static CsvDialectBuilder plain() {
    return CsvDialect.importInto().columns(List.of("a", "b"));
  }

  private static CsvDialectBuilder strict(String terminator) {
    return plain().strictFormat(true).terminator(terminator);
  }

  private static CsvSplit split(CsvDialect dialect, long sliceBytes, byte[] bytes, int window)
      throws IOException {
    CsvSplitter splitter = new CsvSplitter(dialect, sliceBytes);
    SourceFile file = ReadBack.file(bytes);
    List<CsvChunk> chunks = new ArrayList<>();
    if (splitter.scans(file)) {
      for (FileSlice chunk : splitter.chunks(file, ReadBack.source(bytes))) {
        chunks.add(CsvChunk.scan(chunk, dialect, ReadBack.source(bytes), window));
      }
    }
    return splitter.join(file, chunks);
  }

  private static List<ReadBack.Row> read(CsvSplit split, CsvDialect dialect, byte[] bytes)
      throws IOException {
    List<ReadBack.Row> rows = new ArrayList<>();
    for (FileSlice slice : split.slices()) {
      rows.addAll(ReadBack.read(slice, dialect, bytes, 16));
    }
    return rows;
  }
}
