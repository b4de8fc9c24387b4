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
import java.util.HexFormat;
import java.util.SortedMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RowExpressionsTest {
  private static final String INT = TableJson.type(FieldType.LONG, 0, 11, 0);
  private static final String PRIMARY = TableJson.type(FieldType.LONG, 3, 11, 0);
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(
          ZoneOffset.UTC, SqlMode.CLUSTER_DEFAULT, true, Instant.ofEpochSecond(1_700_000_000));
  private static final StructType INPUT =
      new StructType().add("id", DataTypes.IntegerType).add("a", DataTypes.IntegerType);

  private static TableJson table() {
    return new TableJson(9)
        .column(1, "id", PRIMARY, "")
        .column(2, "a", INT, "")
        .with("\"pk_is_handle\":true");
  }

  private static String generated(String expression, boolean stored) {
    return "\"generated_expr_string\":\"%s\",\"generated_stored\":%b".formatted(expression, stored);
  }

  private static SortedMap<String, String> encode(TableInfo table, Integer a) {
    KvCollector collector = new KvCollector();
    Row row = RowFactory.create(1, a);
    new FrameEncoder(table, INPUT, SETTINGS).encode(row, 1, collector);
    return collector.kvs();
  }

  @Test
  void generatedColumnsSeeThoseBeforeThem() {
    TableInfo table =
        table()
            .column(3, "b", INT, generated("`a` + 1", false))
            .column(4, "c", INT, generated("`b` * 10", true))
            .build();
    String value = "8000020000000204010002000432";
    assertThat(encode(table, 4)).containsValue(value);
    byte[] key = TableCodec.recordKey(9, 1);
    assertThat(new RowDecoder(table, ZoneOffset.UTC).decode(key, HexFormat.of().parseHex(value)))
        .containsExactly("1", "4", "5", "50");
  }

  @Test
  void generatedNullIsLeftOut() {
    TableInfo table = table().column(3, "b", INT, generated("`a` + 1", true)).build();
    assertThat(encode(table, null)).containsValue("800000000000");
  }

  @Test
  void partialIndexesHoldOnlyRowsThatMeetTheCondition() {
    TableInfo table =
        table()
            .index(
                "{\"id\":2,\"idx_name\":{\"O\":\"ia\"},\"state\":5,"
                    + "\"idx_cols\":[{\"offset\":1,\"length\":-1}],"
                    + "\"condition_expr_string\":\"`a` > 3\"}")
            .build();
    assertThat(encode(table, 4)).hasSize(2);
    assertThat(encode(table, 3)).hasSize(1);
    assertThat(encode(table, null)).hasSize(1);
  }

  @Test
  void checksLetUnknownPassAndFalseFail() {
    TableInfo table =
        table()
            .with(
                "\"constraint_info\":[{\"constraint_name\":{\"O\":\"positive\"},"
                    + "\"expr_string\":\"`a` > 0\",\"enforced\":true,\"state\":5}]")
            .build();
    assertThat(encode(table, 1)).hasSize(1);
    assertThat(encode(table, null)).hasSize(1);
    assertThatThrownBy(() -> encode(table, 0))
        .isInstanceOfSatisfying(
            LoadException.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW))
        .hasMessageContaining("positive");
  }

  @Test
  void failingExpressionsNameTheColumn() {
    TableInfo table = table().column(3, "b", INT, generated("1 / `a`", true)).build();
    assertThatThrownBy(() -> encode(table, 0))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("column 'b'")
        .hasMessageContaining("division by zero");
  }

  @Test
  void defaultExpressionsAreComputed() {
    TableInfo table =
        table().column(3, "b", INT, "\"default\":\"year(now())\",\"default_is_expr\":true").build();
    assertThat(encode(table, null)).containsValue("800001000000030200e707");
  }
}
