package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.SqlMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real cluster stored for the rows of a file, against what the encoder makes of them. */
class GoldenTablesTest {
  /** The mode that the loader of the golden data ran with. */
  private static final Set<SqlMode> LOADER_MODE =
      SqlMode.parse("ONLY_FULL_GROUP_BY,NO_AUTO_CREATE_USER");

  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZoneOffset.UTC, LOADER_MODE, true, Instant.EPOCH);

  static List<String> tables() {
    return GoldenTable.names();
  }

  @Test
  void supportsEveryTable() {
    assertThat(GoldenTable.names()).hasSize(100);
    for (String name : GoldenTable.names()) {
      GoldenTable golden = GoldenTable.of(name);
      assertThat(TableSupport.unsupported(golden.table(), golden.header())).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void encodesTheSamePairs(String name) {
    GoldenTable golden = GoldenTable.of(name);
    SortedMap<String, String> expected = golden.kvs();
    KvCollector collector = encode(golden, expected);

    assertThat(collector.kvs()).isEqualTo(expected);
    assertThat(collector.checksum()).isEqualTo(golden.checksum("checksum_crc64_xor"));
    assertThat(collector.count()).isEqualTo(golden.checksum("total_kvs"));
    assertThat(collector.bytes()).isEqualTo(golden.checksum("total_bytes"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void decodesWhatItEncodesAgain(String name) {
    GoldenTable golden = GoldenTable.of(name);
    TableInfo table = golden.table();
    RowDecoder decoder = new RowDecoder(table, ZoneOffset.UTC);
    golden
        .kvs()
        .forEach(
            (key, value) -> {
              byte[] rawKey = HexFormat.of().parseHex(key);
              if (TableCodec.isRecordKey(rawKey)) {
                byte[] rawValue = HexFormat.of().parseHex(value);
                List<String> texts = decoder.decode(rawKey, rawValue);
                assertThat(DecodedRows.encode(decoder, texts, rowId(table, rawKey)))
                    .as(key)
                    .containsEntry(key, value);
              }
            });
  }

  /** Encodes all rows; those without a key of their own get the ids that the loader gave. */
  private static KvCollector encode(GoldenTable golden, SortedMap<String, String> stored) {
    TableInfo table = golden.table();
    List<Long> handles =
        stored.keySet().stream()
            .map(HexFormat.of()::parseHex)
            .filter(TableCodec::isRecordKey)
            .map(key -> rowId(table, key))
            .sorted()
            .toList();
    FrameEncoder encoder = new FrameEncoder(table, golden.input(), SETTINGS);
    KvCollector collector = new KvCollector();
    List<Row> rows = golden.rows();
    assertThat(rows).hasSameSizeAs(handles);
    for (int i = 0; i < rows.size(); i++) {
      encoder.encode(rows.get(i), handles.get(i), collector);
    }
    return collector;
  }

  /** Returns the id that the loader gave a row, 1 where it gave none. */
  private static long rowId(TableInfo table, byte[] recordKey) {
    return table.hasRowId() ? TableCodec.intHandle(recordKey) : 1;
  }
}
