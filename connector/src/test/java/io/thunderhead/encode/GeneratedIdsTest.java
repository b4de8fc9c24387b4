package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import io.thunderhead.type.SqlMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedIdsTest {
  private static final EncodeSettings STRICT =
      new EncodeSettings(ZoneOffset.UTC, SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH);
  private static final StructType V = new StructType().add("v", DataTypes.StringType);
  private static final StructType ID_V =
      new StructType().add("id", DataTypes.StringType).add(V.fields()[0]);
  private static final int PK = 3;
  private static final int UNSIGNED = 32;
  private static final int AUTO_INCREMENT = 512;

  private static TableInfo table(int tp, int flag, String fields) {
    return new TableJson(9)
        .column(1, "id", TableJson.type(tp, flag, 20, 0), "")
        .column(2, "v", TableJson.type(FieldType.LONG, 0, 11, 0), "")
        .with(fields)
        .build();
  }

  private static List<Long> handles(FrameEncoder encoder, Object[]... rows) {
    List<Long> handles = new ArrayList<>();
    long rowId = 0;
    for (Object[] row : rows) {
      KvCollector collector = new KvCollector();
      encoder.encode(RowFactory.create(row), ++rowId, collector);
      handles.add(TableCodec.intHandle(HexFormat.of().parseHex(collector.kvs().lastKey())));
    }
    return handles;
  }

  private static Object[] row(Object... values) {
    return values;
  }

  @Test
  void givesRowIdsWhereAutoIncrementIsNullOrMissing() {
    TableInfo table = table(FieldType.LONGLONG, PK | AUTO_INCREMENT, "\"pk_is_handle\":true");
    FrameEncoder given = new FrameEncoder(table, ID_V, STRICT);
    assertThat(handles(given, row("100", "1"), row(null, "2"), row("0", "3"), row("-5", "4")))
        .containsExactly(100L, 2L, 0L, -5L);
    assertThat(given.maxAutoIds()).isEqualTo(new AutoIds(0, 100, 0));
    FrameEncoder missing = new FrameEncoder(table, V, STRICT);
    assertThat(handles(missing, row("1"), row("2"))).containsExactly(1L, 2L);
    assertThat(missing.maxAutoIds()).isEqualTo(new AutoIds(0, 2, 0));
  }

  @Test
  void sharesTheRowIdWithAutoIncrement() {
    TableInfo table = table(FieldType.LONGLONG, 1 | UNSIGNED | AUTO_INCREMENT, "\"version\":5");
    FrameEncoder encoder = new FrameEncoder(table, ID_V, STRICT);
    assertThat(handles(encoder, row(null, "1"), row("18446744073709551615", "2")))
        .containsExactly(1L, 2L);
    assertThat(encoder.maxAutoIds()).isEqualTo(new AutoIds(2, -1, 0));
    assertThat(encoder.maxAutoIds().max(new AutoIds(7, 5, 3))).isEqualTo(new AutoIds(7, -1, 3));
  }

  @Test
  void refusesIdsThatTheColumnCannotHoldInAnyMode() {
    TableInfo table = table(FieldType.TINY, PK | AUTO_INCREMENT, "\"pk_is_handle\":true");
    for (String mode : List.of("", "STRICT_TRANS_TABLES")) {
      FrameEncoder encoder =
          new FrameEncoder(
              table,
              V,
              new EncodeSettings(ZoneOffset.UTC, SqlMode.parse(mode), true, Instant.EPOCH));
      encoder.encode(RowFactory.create("1"), 127, (key, value) -> {});
      assertThatThrownBy(() -> encoder.encode(RowFactory.create("1"), 128, (key, value) -> {}))
          .isInstanceOfSatisfying(
              LoadException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW))
          .hasMessageContaining("the generated id 128 is out of range");
    }
  }

  @Test
  void roundsIdsOfFloatingPointColumns() {
    FrameEncoder encoder =
        new FrameEncoder(
            table(FieldType.DOUBLE, 1 | AUTO_INCREMENT, "\"version\":5"), ID_V, STRICT);
    handles(encoder, row(null, "1"), row("41.6", "2"));
    assertThat(encoder.maxAutoIds()).isEqualTo(new AutoIds(2, 42, 0));
  }

  @ParameterizedTest
  @CsvSource({"5,0,0,58", "5,64,32,59", "4,54,32,50", "15,32,0,16", "1,64,0,62"})
  void laysShardsAboveAutoRandomIds(int shardBits, int rangeBits, int unsigned, int idBits) {
    TableInfo table =
        table(
            FieldType.LONGLONG,
            PK | unsigned,
            "\"pk_is_handle\":true,\"auto_random_bits\":%d,\"auto_random_range_bits\":%d"
                .formatted(shardBits, rangeBits));
    FrameEncoder encoder = new FrameEncoder(table, ID_V, STRICT);
    Object[][] rows = new Object[300][];
    java.util.Arrays.fill(rows, row(null, "1"));
    List<Long> handles = handles(encoder, rows);
    long shards = 0;
    for (int i = 0; i < handles.size(); i++) {
      assertThat(handles.get(i) & ((1L << idBits) - 1)).isEqualTo(i + 1);
      assertThat(handles.get(i) >>> idBits).isLessThan(1L << shardBits);
      shards |= handles.get(i) >>> idBits;
    }
    assertThat(shards).isEqualTo((1L << shardBits) - 1);
    long last = (1L << idBits) - 1;
    encoder.encode(RowFactory.create(null, "1"), last, (key, value) -> {});
    assertThatThrownBy(
            () -> encoder.encode(RowFactory.create(null, "1"), last + 1, (key, value) -> {}))
        .hasMessageContaining("AUTO_RANDOM ids are exhausted");
    assertThat(encoder.maxAutoIds()).isEqualTo(new AutoIds(0, 0, last));
  }

  @Test
  void notesTheIncrementOfGivenAutoRandomIds() {
    TableInfo table = table(FieldType.LONGLONG, PK, "\"pk_is_handle\":true,\"auto_random_bits\":5");
    FrameEncoder encoder = new FrameEncoder(table, ID_V, STRICT);
    long value = 0x5400000000000001L;
    assertThat(handles(encoder, row(Long.toString(value + 41), "1"))).containsExactly(value + 41);
    assertThat(encoder.maxAutoIds()).isEqualTo(new AutoIds(0, 0, 42));
  }

  @Test
  void shardsRowIds() {
    TableInfo table = table(FieldType.LONG, 0, "\"ShardRowIDBits\":4");
    FrameEncoder encoder = new FrameEncoder(table, ID_V, STRICT);
    List<Long> handles = handles(encoder, row("1", "1"), row("2", "2"), row("3", "3"));
    for (int i = 0; i < 3; i++) {
      assertThat(handles.get(i)).isNotNegative();
      assertThat(handles.get(i) & ((1L << 59) - 1)).isEqualTo(i + 1);
    }
    assertThat(handles.stream().map(handle -> handle >>> 59).distinct().count()).isGreaterThan(1);
    assertThat(encoder.maxAutoIds()).isEqualTo(new AutoIds(3, 0, 0));
    assertThatThrownBy(
            () -> encoder.encode(RowFactory.create("1", "1"), 1L << 59, (key, value) -> {}))
        .hasMessageContaining("_tidb_rowid ids are exhausted");
  }
}
