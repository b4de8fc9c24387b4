package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.parquet.ParquetReader;
import io.thunderhead.parquet.ParquetSettings;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.SqlMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real cluster stored for a dump, against the encoded rows of the dump's Parquet files. */
class ParquetDumpTest {
  private static final Path DUMP = GoldenTable.ROOT.resolve("nyc/dumps/parquet");

  @ParameterizedTest
  @ValueSource(strings = {"airlines", "airports", "flights", "planes", "weather"})
  void storesWhatTheClusterStored(String name) throws IOException {
    GoldenTable golden = GoldenTable.of("nyc/tables/" + name);
    KvCollector collector = new KvCollector();
    RowEncoder encoder = null;
    long rowId = 0;
    for (Path path : files(name)) {
      try (ParquetReader reader = open(path)) {
        encoder = new RowEncoder(golden.table(), reader.columns(), SETTINGS);
        SourceRow row = new SourceRow();
        while (reader.next(row)) {
          assertThat(row.problem()).isNull();
          encoder.encode(row, ++rowId, collector);
        }
      }
    }
    assertThat(collector.count()).isEqualTo(golden.checksum("total_kvs"));
    assertThat(collector.bytes()).isEqualTo(golden.checksum("total_bytes"));
    assertThat(collector.checksum()).isEqualTo(golden.checksum("checksum_crc64_xor"));
  }

  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZoneOffset.UTC, SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH);

  private static List<Path> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(DUMP)) {
      return files
          .filter(file -> file.getFileName().toString().matches("nyc\\." + table + "\\.\\d.*"))
          .sorted()
          .toList();
    }
  }

  private static ParquetReader open(Path path) throws IOException {
    SourceFile file =
        new SourceFile(
            path.toUri().toString(), Files.size(path), 0, FileFormat.PARQUET, Compression.NONE);
    return ParquetReader.open(
        FileSlice.whole(file), ParquetSettings.of(ZoneOffset.UTC), new Configuration());
  }
}
