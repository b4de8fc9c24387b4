package io.thunderhead.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetReaderTest {
  private static final int ROWS = 2000;
  private static final Configuration HADOOP = new Configuration();
  private static final ParquetSettings ALL = ParquetSettings.of(ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void slicesBetweenRowGroupsCoverEveryRowOnce() throws IOException {
    SourceFile file = manyGroups();
    List<FileSlice> slices = ParquetReader.slices(file, 1, HADOOP);

    assertThat(slices).hasSizeGreaterThan(5);
    assertThat(slices.get(0).start()).isZero();
    assertThat(slices.get(slices.size() - 1).end()).isEqualTo(file.length());
    for (FileSlice slice : slices) {
      assertThat(ParquetFiles.read(slice, ALL)).isNotEmpty();
    }
    assertThat(rowsOf(slices)).isEqualTo(ParquetFiles.read(FileSlice.whole(file), ALL));
  }

  @Test
  void samplesTheFirstPagesOfSomeRowGroups() throws IOException {
    SourceFile file =
        ParquetFiles.write(
            folder.resolve("s.parquet"),
            "message m { required int64 id; optional binary text (STRING); }",
            Map.of(),
            builder -> builder.withRowGroupSize(1L << 19).withPageSize(4096),
            longRows(9000));
    FileSlice whole = FileSlice.whole(file);
    assertThat(ParquetReader.slices(file, 1, HADOOP)).hasSizeGreaterThan(2);
    long before = bytesRead();
    List<String> sampled = new ArrayList<>();
    long rows;
    try (ParquetReader reader = ParquetReader.openSample(whole, ALL, HADOOP, 2, true)) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        sampled.add(row.text(0) + " " + row.text(1));
      }
      rows = reader.rowsOfSlice();
    }
    assertThat(rows).isEqualTo(9000);
    assertThat(sampled).hasSizeBetween(501, 1000).doesNotHaveDuplicates();
    assertThat(sampled)
        .allSatisfy(
            each -> assertThat(each).isEqualTo(longText(Long.parseLong(each.split(" ")[0]))));
    assertThat(bytesRead() - before).isLessThan(file.length() / 2);
  }

  private static String longText(long id) {
    return id + " " + new Random(id).nextLong() + "-".repeat((int) (id % 90)) + "x".repeat(100);
  }

  private static List<Consumer<Group>> longRows(int count) {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long id = i;
      rows.add(row -> row.append("id", id).append("text", longText(id).split(" ")[1]));
    }
    return rows;
  }

  private static long bytesRead() {
    return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
  }

  @Test
  void slicesHaveTheSizeThatIsAskedFor() throws IOException {
    SourceFile file = manyGroups();

    assertThat(ParquetReader.slices(file, file.length(), HADOOP)).hasSize(1);
    assertThat(ParquetReader.slices(file, file.length() / 3, HADOOP))
        .hasSizeBetween(2, 3)
        .allMatch(
            each -> each.end() == file.length() || each.end() - each.start() >= file.length() / 3);
  }

  @Test
  void slicesThatCutAnywhereCoverEveryRowOnce() throws IOException {
    SourceFile file = manyGroups();
    List<FileSlice> slices = new ArrayList<>();
    for (long start = 0; start < file.length(); start += 777) {
      slices.add(new FileSlice(file, start, Math.min(start + 777, file.length())));
    }
    assertThat(rowsOf(slices)).isEqualTo(ParquetFiles.read(FileSlice.whole(file), ALL));
  }

  @Test
  void numbersRowsThroughTheWholeFile() throws IOException {
    SourceFile file = manyGroups();
    List<String> places = new ArrayList<>();
    for (FileSlice slice : ParquetReader.slices(file, 1, HADOOP)) {
      try (ParquetReader reader = ParquetReader.open(slice, ALL, HADOOP)) {
        SourceRow row = new SourceRow();
        while (reader.next(row)) {
          places.add(row.place());
        }
      }
    }
    assertThat(places)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, ROWS).mapToObj(i -> file.path() + ":" + i).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, UNCOMPRESSED, true",
    "PARQUET_1_0, SNAPPY, false",
    "PARQUET_1_0, GZIP, true",
    "PARQUET_2_0, ZSTD, true",
    "PARQUET_2_0, SNAPPY, false",
    "PARQUET_2_0, LZ4_RAW, true"
  })
  void readsAllEncodingsAndPackings(
      WriterVersion version, CompressionCodecName codec, boolean dictionary) throws IOException {
    SourceFile file =
        ParquetFiles.write(
            folder.resolve("a.parquet"),
            "message m { required int64 id; optional binary word (STRING); optional double x; }",
            Map.of(),
            builder ->
                builder
                    .withWriterVersion(version)
                    .withCompressionCodec(codec)
                    .withDictionaryEncoding(dictionary)
                    .withPageSize(512),
            rows());

    List<String> expected =
        IntStream.range(0, ROWS)
            .mapToObj(
                i ->
                    "INTEGER "
                        + i
                        + ", "
                        + (i % 3 == 0 ? "NULL" : "TEXT w" + i % 7)
                        + ", DOUBLE "
                        + i / 8.0)
            .toList();
    assertThat(ParquetFiles.read(FileSlice.whole(file), ALL)).isEqualTo(expected);
  }

  @Test
  void givesColumnsOtherNamesAndDropsSome() throws IOException {
    SourceFile file =
        ParquetFiles.write(
            folder.resolve("a.parquet"),
            "message m { required int32 a; required int32 b; required int32 c; required int32 d; }",
            Map.of(),
            builder -> builder,
            List.of(row -> row.append("a", 1).append("b", 2).append("c", 3).append("d", 4)));
    FileSlice slice = FileSlice.whole(file);

    ParquetSettings named = settings(Arrays.asList("x", null, "y"), Set.of());
    assertThat(names(slice, named)).containsExactly("x", "y");
    assertThat(ParquetFiles.read(slice, named)).containsExactly("INTEGER 1, INTEGER 3");

    ParquetSettings ignoring = settings(List.of(), Set.of("B", "d"));
    assertThat(names(slice, ignoring)).containsExactly("a", "c");
    assertThat(ParquetFiles.read(slice, ignoring)).containsExactly("INTEGER 1, INTEGER 3");

    ParquetSettings none = settings(List.of(), Set.of("a", "b", "c", "d"));
    assertThat(ParquetFiles.read(slice, none)).containsExactly("");
  }

  @Test
  void readsFilesWithoutRows() throws IOException {
    SourceFile file = ParquetFiles.write(folder.resolve("a.parquet"), "required int32 c");

    assertThat(ParquetReader.slices(file, 1, HADOOP)).containsExactly(FileSlice.whole(file));
    assertThat(ParquetFiles.read(FileSlice.whole(file), ALL)).isEmpty();
    assertThat(names(FileSlice.whole(file), ALL)).containsExactly("c");
  }

  private SourceFile manyGroups() {
    return ParquetFiles.write(
        folder.resolve("a.parquet"),
        "message m { required int64 id; optional binary word (STRING); optional double x; }",
        Map.of(),
        builder ->
            builder
                .withRowGroupSize(2048L)
                .withPageSize(256)
                .withMinRowCountForPageSizeCheck(10)
                .withMaxRowCountForPageSizeCheck(100),
        rows());
  }

  private static List<Consumer<Group>> rows() {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      long id = i;
      rows.add(
          row -> {
            row.append("id", id).append("x", id / 8.0);
            if (id % 3 != 0) {
              row.append("word", "w" + id % 7);
            }
          });
    }
    return rows;
  }

  private static List<String> rowsOf(List<FileSlice> slices) throws IOException {
    List<String> rows = new ArrayList<>();
    for (FileSlice slice : slices) {
      rows.addAll(ParquetFiles.read(slice, ALL));
    }
    return rows;
  }

  private static ParquetSettings settings(List<String> columns, Set<String> ignored) {
    return new ParquetSettings(ZoneOffset.UTC, ParquetCalendar.FOOTER, columns, ignored);
  }

  private static List<String> names(FileSlice slice, ParquetSettings settings) throws IOException {
    try (ParquetReader reader = ParquetReader.open(slice, settings, HADOOP)) {
      return reader.columns().names();
    }
  }
}
