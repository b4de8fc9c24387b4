package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.type.SqlMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a real cluster counted after its loader read a dump, against what the encoder makes of it.
 */
class DumpedTablesTest {
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZoneOffset.UTC, SqlMode.parse(""), true, Instant.EPOCH);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"airlines", "airports", "flights", "planes", "weather"})
  void addsUpToTheChecksumOfTheCluster(String name) throws IOException {
    GoldenTable golden = GoldenTable.ofDump(name, folder);
    KvCollector collector = new KvCollector();
    FrameEncoder encoder = new FrameEncoder(golden.table(), golden.input(), SETTINGS);
    List<Row> rows = golden.rows();
    for (int i = 0; i < rows.size(); i++) {
      encoder.encode(rows.get(i), i + 1, collector);
    }

    assertThat(collector.count()).isEqualTo(golden.checksum("total_kvs"));
    assertThat(collector.bytes()).isEqualTo(golden.checksum("total_bytes"));
    assertThat(collector.checksum()).isEqualTo(golden.checksum("checksum_crc64_xor"));
  }
}
