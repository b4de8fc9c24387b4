package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that a real cluster stored give all their KVs again, and each entry leads to its row. */
class StoredRowsTest {
  /** A session elsewhere changes nothing about values that are stored. */
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(
          ZoneId.of("America/New_York"), SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH);

  static List<String> tables() {
    return GoldenTable.names();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void givesTheKvsOfTheWholeTableAgain(String name) {
    GoldenTable golden = GoldenTable.of(name);
    StoredRows rows = new StoredRows(golden.table(), SETTINGS);
    EntryOwner owner = new EntryOwner(golden.table());
    Map<String, String> again = new TreeMap<>();
    golden
        .kvs()
        .forEach(
            (key, value) -> {
              byte[] record = bytes(key);
              if (TableCodec.isRecordKey(record)) {
                KvCollector kvs = new KvCollector();
                rows.encode(record, bytes(value), kvs);
                again.putAll(kvs.kvs());
                kvs.kvs()
                    .forEach(
                        (k, v) ->
                            assertThat(owner.recordKey(bytes(k), bytes(v))).isEqualTo(record));
              }
            });
    assertThat(again.keySet()).isEqualTo(golden.kvs().keySet());
    assertThat(again).isEqualTo(golden.kvs());
  }

  @Test
  void leadsToPartitionsFromGlobalIndexes() {
    for (String key : List.of("PRIMARY KEY (a) NONCLUSTERED GLOBAL", "UNIQUE KEY (a) GLOBAL")) {
      leads("CREATE TABLE t (a INT, b INT, c VARCHAR(20), " + key + partitions());
    }
    leads(
        "CREATE TABLE t (a VARCHAR(20), b INT, c VARCHAR(20), PRIMARY KEY (a, b), UNIQUE KEY (c) GLOBAL"
            + partitions());
  }

  private static String partitions() {
    return ", KEY kb (b)) PARTITION BY HASH (b) PARTITIONS 3";
  }

  private static void leads(String ddl) {
    TableInfo table = SqlTable.of(ddl);
    InputColumns columns = InputColumns.of(List.of("a", "b", "c"));
    EntryOwner owner = new EntryOwner(table);
    RowEncoder encoder = new RowEncoder(table, columns, SETTINGS);
    for (int i = 1; i < 9; i++) {
      KvCollector kvs = new KvCollector();
      SourceRow row = new SourceRow();
      row.start(columns, "", 0);
      for (String text : List.of(String.valueOf(i), String.valueOf(i * 7), "C" + i)) {
        row.buffer().put(text.getBytes(StandardCharsets.UTF_8));
        row.endText();
      }
      encoder.encode(row, i, kvs);
      byte[] record =
          kvs.kvs().keySet().stream()
              .map(StoredRowsTest::bytes)
              .filter(TableCodec::isRecordKey)
              .findFirst()
              .orElseThrow();
      kvs.kvs()
          .forEach((k, v) -> assertThat(owner.recordKey(bytes(k), bytes(v))).isEqualTo(record));
    }
  }

  @Test
  void refusesWhatIsNoEntry() {
    TableInfo table = SqlTable.of("CREATE TABLE t (a INT, UNIQUE KEY ua (a))");
    EntryOwner owner = new EntryOwner(table);
    byte[] key = TableCodec.indexPrefix(table.id(), table.indexes().get(0).id());
    assertThatThrownBy(() -> owner.recordKey(key, new byte[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index ua");
    assertThatThrownBy(() -> owner.recordKey(TableCodec.indexPrefix(table.id(), 99), new byte[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: one of an index of table t)");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
