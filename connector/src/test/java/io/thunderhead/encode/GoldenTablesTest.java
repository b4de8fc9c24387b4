package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
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

  private static final List<String> SUPPORTED =
      List.of(
          "tables/altered",
          "tables/auto_inc",
          "tables/auto_inc_noncl",
          "tables/auto_random",
          "tables/auto_random_r",
          "tables/binary_cols",
          "tables/clustered_binary",
          "tables/clustered_enum",
          "tables/clustered_varchar_bin",
          "tables/coll_ascii_bin",
          "tables/coll_latin1_bin",
          "tables/coll_utf8_bin",
          "tables/coll_utf8mb4_0900_bin",
          "tables/coll_utf8mb4_bin",
          "tables/collpk_utf8_bin",
          "tables/collpk_utf8mb4_0900_bin",
          "tables/collpk_utf8mb4_bin",
          "tables/defaults",
          "tables/enum_set_bit",
          "tables/expr_index",
          "tables/float_dec",
          "tables/generated_cols",
          "tables/int_pk",
          "tables/int_types_pk",
          "tables/json_doc",
          "tables/large_row",
          "tables/lineitem",
          "tables/multi_valued",
          "tables/no_pk",
          "tables/nonclustered_pk",
          "tables/orders_tpcc",
          "tables/part_global_index",
          "tables/part_hash",
          "tables/part_key",
          "tables/part_key_int",
          "tables/part_list",
          "tables/part_list_columns",
          "tables/part_range",
          "tables/part_range_columns",
          "tables/part_range_int",
          "tables/strings_bin",
          "tables/temporal",
          "tables/uint_pk",
          "tables/vector",
          "tables/wide",
          "random/fuzz_002",
          "random/fuzz_003",
          "random/fuzz_004",
          "random/fuzz_007",
          "random/fuzz_008",
          "random/fuzz_009",
          "random/fuzz_010",
          "random/fuzz_011",
          "random/fuzz_013",
          "random/fuzz_015",
          "random/fuzz_016",
          "random/fuzz_018",
          "random/fuzz_022",
          "random/fuzz_023",
          "random/fuzz_028",
          "random/fuzz_035",
          "random/fuzz_036",
          "random/fuzz_039");

  static List<String> supported() {
    return SUPPORTED;
  }

  static List<String> unsupported() {
    return GoldenTable.names().stream().filter(name -> !SUPPORTED.contains(name)).toList();
  }

  @Test
  void supportsExactlyTheListedTables() {
    assertThat(GoldenTable.names()).hasSize(100);
    assertThat(
            GoldenTable.names().stream()
                .filter(
                    name -> {
                      GoldenTable golden = GoldenTable.of(name);
                      return TableSupport.unsupported(golden.table(), golden.header()).isEmpty();
                    }))
        .containsExactlyElementsOf(SUPPORTED);
  }

  @ParameterizedTest
  @MethodSource("supported")
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
  @MethodSource("supported")
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
                assertThat(DecodedRows.encode(table, texts, rowId(table, rawKey)))
                    .as(key)
                    .containsEntry(key, value);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void refusesOtherTablesByName(String name) {
    GoldenTable golden = GoldenTable.of(name);
    assertThat(TableSupport.unsupported(golden.table(), golden.header()))
        .isNotEmpty()
        .allMatch(reason -> !reason.isBlank());
    assertThatThrownBy(() -> new RowEncoder(golden.table(), golden.input(), SETTINGS))
        .isInstanceOfSatisfying(
            LoadException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED));
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
    RowEncoder encoder = new RowEncoder(table, golden.input(), SETTINGS);
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
