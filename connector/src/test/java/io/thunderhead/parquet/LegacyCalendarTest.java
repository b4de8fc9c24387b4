package io.thunderhead.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.testing.LocalSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old dates and instants, against what Spark reads from the same files. */
class LegacyCalendarTest {
  private static final String ZONE = "spark.sql.session.timeZone";
  private static final String DATE_TIME_REBASE = "spark.sql.parquet.datetimeRebaseModeInWrite";
  private static final String INT96_REBASE = "spark.sql.parquet.int96RebaseModeInWrite";
  private static final String TIMESTAMP_TYPE = "spark.sql.parquet.outputTimestampType";
  private static final String SCHEMA =
      "message m { required int32 day (DATE); required int64 t (TIMESTAMP(MICROS,true)); required int96 t96; }";

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path folder;

  @AfterEach
  void restoreSettings() {
    List.of(DATE_TIME_REBASE, INT96_REBASE, TIMESTAMP_TYPE).forEach(spark.conf()::unset);
    spark.conf().set(ZONE, "UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "LEGACY, INT96, America/Los_Angeles, UTC",
    "LEGACY, TIMESTAMP_MICROS, Asia/Shanghai, UTC",
    "LEGACY, TIMESTAMP_MILLIS, UTC, Europe/Moscow",
    "CORRECTED, INT96, America/Los_Angeles, UTC",
    "CORRECTED, TIMESTAMP_MICROS, Asia/Shanghai, Asia/Tokyo"
  })
  void readsWhatSparkReadsOfItsOwnFiles(String mode, String type, String writer, String reader)
      throws IOException {
    spark.conf().set(DATE_TIME_REBASE, mode);
    spark.conf().set(INT96_REBASE, mode);
    spark.conf().set(TIMESTAMP_TYPE, type);
    spark.conf().set(ZONE, writer);
    Path out = folder.resolve("out");
    spark
        .sql("SELECT explode(sequence(DATE'0001-01-01', DATE'2030-01-01', INTERVAL 133 DAYS)) day")
        .selectExpr("day", "cast(day AS timestamp) + INTERVAL '12:34:56.789' HOUR TO SECOND t")
        .coalesce(1)
        .write()
        .parquet(out.toString());

    spark.conf().set(ZONE, reader);
    assertThat(ours(onlyFile(out), reader))
        .isEqualTo(sparks(out, "day", "t"))
        .hasSizeGreaterThan(5000);
  }

  /** Spark takes the JVM's zone for a file that names none; here it is the session's. */
  @ParameterizedTest
  @CsvSource({
    "2.4.8, '', America/New_York",
    "2.4.8, Asia/Kolkata, UTC",
    "3.0.3, '', Asia/Shanghai",
    "3.1.0, '', Europe/Amsterdam",
    "4.0.0, '', UTC"
  })
  void readsWhatSparkReadsOfFilesOfOtherVersions(String version, String zone, String session)
      throws IOException {
    String key = "org.apache.spark.version";
    Map<String, String> zoned =
        Map.of(key, version, "org.apache.spark.timeZone", zone.isEmpty() ? session : zone);
    SourceFile file = oldDays(zone.isEmpty() ? Map.of(key, version) : zoned);
    Path sparks = Path.of(URI.create(oldDays(zoned).path()));
    assertThat(ours(file, session)).isEqualTo(sparks(sparks, "day", "t", "t96"));
  }

  @Test
  void takesFilesOfOtherWritersForProlepticUnlessTold() throws IOException {
    ZoneId utc = ZoneId.of("UTC");
    SourceFile file = oldDays(Map.of());
    List<List<Long>> asWritten = ours(file, "UTC");
    assertThat(asWritten).isEqualTo(ours(file, with(utc, ParquetCalendar.CORRECTED)));
    assertThat(ours(file, with(utc, ParquetCalendar.LEGACY)))
        .isEqualTo(ours(oldDays(Map.of("org.apache.spark.version", "2.4.0")), "UTC"))
        .isNotEqualTo(asWritten);
    assertThat(
            ours(
                oldDays(Map.of("org.apache.spark.version", "2.4.0")),
                with(utc, ParquetCalendar.CORRECTED)))
        .isEqualTo(asWritten);
  }

  @Test
  void believesTheKeysOfHive() throws IOException {
    List<List<Long>> old = ours(oldDays(Map.of("org.apache.spark.version", "2.4.0")), "UTC");
    assertThat(
            ours(
                oldDays(
                    Map.of(
                        "writer.date.proleptic", "false", "writer.zone.conversion.legacy", "true")),
                "UTC"))
        .isEqualTo(old);
    assertThat(
            ours(
                oldDays(
                    Map.of(
                        "writer.date.proleptic", "true", "writer.zone.conversion.legacy", "false")),
                "UTC"))
        .isEqualTo(ours(oldDays(Map.of()), "UTC"));
  }

  @Test
  void leavesWallClocksAsTheyAre() throws IOException {
    SourceFile file =
        ParquetFiles.write(
            folder.resolve("ntz.parquet"),
            "message m { required int64 c (TIMESTAMP(MICROS,false)); }",
            Map.of("org.apache.spark.version", "2.4.0"),
            builder -> builder,
            List.of(row -> row.append("c", -30_000_000_000_000_000L)));
    assertThat(ParquetFiles.read(FileSlice.whole(file), ParquetSettings.of(ZoneId.of("UTC"))))
        .containsExactly("CIVIL 1019-05-04T18:40:00Z");
  }

  /** Days of the hybrid calendar's beginnings and ends, each with noon as instant in two forms. */
  private SourceFile oldDays(Map<String, String> footer) {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int day = -719_164; day < 20_000; day += 977) {
      int days = day;
      long nanos = 43_200_123_456_000L;
      Binary int96 =
          Binary.fromConstantByteArray(
              ByteBuffer.allocate(12)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(nanos)
                  .putInt(days + 2_440_588)
                  .array());
      rows.add(
          row ->
              row.append("day", days)
                  .append("t", days * 86_400_000_000L + nanos / 1000)
                  .append("t96", int96));
    }
    return ParquetFiles.write(
        folder.resolve("old" + footer.hashCode() + ".parquet"),
        SCHEMA,
        footer,
        builder -> builder.withWriteMode(ParquetFileWriter.Mode.OVERWRITE),
        rows);
  }

  private List<List<Long>> sparks(Path path, String day, String... instants) {
    List<String> shown = new ArrayList<>(List.of("cast(unix_date(" + day + ") AS long)"));
    for (String instant : instants) {
      shown.add("unix_micros(" + instant + ")");
    }
    Dataset<Row> rows =
        spark.read().parquet(path.toString()).selectExpr(shown.toArray(String[]::new));
    List<List<Long>> found = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      List<Long> values = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        values.add(row.getLong(i));
      }
      found.add(values);
    }
    return found;
  }

  private static List<List<Long>> ours(SourceFile file, String zone) throws IOException {
    return ours(file, ParquetSettings.of(ZoneId.of(zone)));
  }

  private static ParquetSettings with(ZoneId zone, ParquetCalendar calendar) {
    return new ParquetSettings(zone, calendar, List.of(), Set.of());
  }

  private static List<List<Long>> ours(SourceFile file, ParquetSettings settings)
      throws IOException {
    List<List<Long>> found = new ArrayList<>();
    try (ParquetReader reader =
        ParquetReader.open(FileSlice.whole(file), settings, new Configuration())) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
          values.add(number(row, i));
        }
        found.add(values);
      }
    }
    return found;
  }

  private static long number(SourceRow row, int index) {
    return switch (row.kind(index)) {
      case DATE -> LocalDate.parse(row.text(index)).toEpochDay();
      case INSTANT -> micros(Instant.parse(row.text(index)));
      default -> throw new AssertionError(row.kind(index));
    };
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static SourceFile onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return ParquetFiles.file(
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
  }
}
