package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import io.thunderhead.type.SqlMode;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
  private static final Instant NOW = Instant.parse("2024-02-29T13:14:15.987Z");
  private static final ZoneId SHANGHAI = ZoneId.of("+08:00");
  private static final String INT = TableJson.type(FieldType.LONG, 0, 11, 0);
  private static final String NOT_NULL_INT = TableJson.type(FieldType.LONG, 4097, 11, 0);
  private static final int PK_FLAG = 3;

  private static EncodeSettings settings(String modes) {
    return new EncodeSettings(SHANGHAI, SqlMode.parse(modes), true, NOW);
  }

  private static final EncodeSettings STRICT =
      new EncodeSettings(SHANGHAI, SqlMode.CLUSTER_DEFAULT, true, NOW);

  /** The table of kv-encoding A1; {@code note} as given. */
  private static TableInfo worked(String note) {
    return new TableJson(100)
        .column(1, "id", INT, "")
        .column(2, "name", TableJson.text(FieldType.VARCHAR, 0, 20), "")
        .column(3, "amt", TableJson.type(FieldType.NEW_DECIMAL, 0, 10, 2), "")
        .column(4, "ts", TableJson.type(FieldType.TIMESTAMP, 0, 23, 3), "")
        .column(5, "note", TableJson.text(FieldType.BLOB, 0, 65535), note)
        .index(1, "uk", true, 1)
        .index(2, "k", false, 2, 3)
        .build();
  }

  private static StructType input(Object... namesAndTypes) {
    StructType type = new StructType();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      type = type.add((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]);
    }
    return type;
  }

  private static SortedMap<String, String> encode(
      TableInfo table, StructType input, EncodeSettings settings, Row row) {
    KvCollector collector = new KvCollector();
    new FrameEncoder(table, input, settings).encode(row, 7, collector);
    return collector.kvs();
  }

  @Test
  void encodesTheWorkedExample() {
    Row row =
        RowFactory.create(-1, "ab ", new BigDecimal("-12.34"), "2024-02-29 13:14:15.123", null);
    StructType input =
        input(
            "id",
            DataTypes.IntegerType,
            "NAME",
            DataTypes.StringType,
            "amt",
            DataTypes.createDecimalType(10, 2),
            "ts",
            DataTypes.StringType,
            "note",
            DataTypes.StringType);
    KvCollector collector = new KvCollector();
    FrameEncoder encoder = new FrameEncoder(worked(""), input, STRICT);
    encoder.encode(row, 7, collector);
    assertThat(encoder.indexKvsPerRow()).isEqualTo(2);
    assertThat(collector.kvs())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "7480000000000000645f728000000000000007",
                "80000400000001020304010004000b001300ff6162200a027ffffff3dd78e0018f53bab219",
                "7480000000000000645f698000000000000001016162000000000000f9",
                "08800001000000020300616220" + "0000000000000007",
                "7480000000000000645f698000000000000002060a027ffffff3dd0419b2ba538f01e078"
                    + "038000000000000007",
                "30"));
    assertThat(Long.toUnsignedString(collector.checksum())).isEqualTo("17938451765390870625");
    assertThat(collector.bytes()).isEqualTo(152);
    assertThat(encode(worked("\"default\":\"x\""), input, STRICT, row))
        .containsEntry(
            "7480000000000000645f728000000000000007",
            "8000040001000102030405010004000b001300ff6162200a027ffffff3dd78e0018f53bab219");
  }

  @Test
  void writesUnsignedHandlesAsTheirBits() {
    TableInfo table =
        new TableJson(1)
            .column(1, "id", TableJson.type(FieldType.LONGLONG, PK_FLAG | 32, 20, 0), "")
            .column(2, "v", INT, "")
            .index(1, "u", true, 1)
            .with("\"pk_is_handle\":true")
            .build();
    StructType input = input("id", DataTypes.StringType, "v", DataTypes.LongType);
    assertThat(encode(table, input, STRICT, RowFactory.create("18446744073709551615", 3L)))
        .isEqualTo(
            Map.of(
                "7480000000000000015f727fffffffffffffff",
                "800001000000020100" + "03",
                "7480000000000000015f698000000000000001038000000000000003",
                "ffffffffffffffff"));
  }

  /** The table of kv-encoding A2. */
  private static TableJson clustered() {
    String ci = TableJson.type(FieldType.VARCHAR, 0, 20, 0);
    return new TableJson(101)
        .column(1, "id", TableJson.text(FieldType.VARCHAR, PK_FLAG, 10), "")
        .column(2, "c", ci, "")
        .with("\"is_common_handle\":true")
        .index("{\"id\":1,\"is_primary\":true,\"is_unique\":true,\"state\":5," + parts(0) + "}");
  }

  private static String parts(int offset) {
    return "\"idx_cols\":[{\"offset\":" + offset + ",\"length\":-1}]";
  }

  @Test
  void keepsCountsOfTrailingSpacesBesideClusteredKeys() {
    String version1 = "\"common_handle_version\":1";
    TableInfo table = clustered().index(2, "kc", true, 1).with(version1).build();
    StructType input = input("id", DataTypes.StringType, "c", DataTypes.BinaryType);
    Row row = RowFactory.create("k ", new byte[] {'A', 'b'});
    Map<String, String> kvs = encode(table, input, STRICT, row);
    assertThat(kvs)
        .containsEntry(
            "7480000000000000655f72" + "016b00000000000000f8", "8000020000000102020004006b204162")
        .containsEntry(
            "7480000000000000655f698000000000000002" + "014162000000000000f9",
            "007d01" + "7f000a016b00000000000000f8" + "800001000000010100" + "01");
    byte[] key = HexFormat.of().parseHex("7480000000000000655f72016b00000000000000f8");
    byte[] value = HexFormat.of().parseHex("8000020000000102020004006b204162");
    assertThat(new RowDecoder(table, SHANGHAI).decode(key, value)).containsExactly("k ", "0x4162");
  }

  @Test
  void computesVirtualColumnsAndHidesHiddenOnes() {
    TableInfo table =
        new TableJson(1)
            .column(1, "a", INT, "")
            .column(2, "twice", INT, "\"generated_expr_string\":\"`a` * 2\"")
            .column(3, "_V$_i_0", INT, "\"hidden\":true,\"generated_expr_string\":\"`a` + 1\"")
            .column(4, "s", INT, "\"generated_stored\":true,\"generated_expr_string\":\"`a` - 1\"")
            .build();
    Map<String, String> kvs =
        encode(table, input("a", DataTypes.IntegerType), STRICT, RowFactory.create(5));
    RowDecoder decoder = new RowDecoder(table, SHANGHAI);
    assertThat(decoder.columns()).extracting(ColumnInfo::name).containsExactly("a", "twice", "s");
    assertThat(decode(decoder, kvs)).containsExactly("5", "10", "4");
  }

  @Test
  void writesTheFirstLayoutOfClusteredTables() {
    TableInfo table = clustered().index(2, "kc", true, 1).build();
    StructType input = input("id", DataTypes.StringType, "c", DataTypes.BinaryType);
    assertThat(encode(table, input, STRICT, RowFactory.create("k ", new byte[] {'A'})))
        .containsEntry(
            "7480000000000000655f698000000000000002" + "014100000000000000f8",
            "007f000a016b00000000000000f8");
    assertThat(encode(table, input, STRICT, RowFactory.create("k ", null)))
        .containsEntry(
            "7480000000000000655f698000000000000002" + "00" + "016b00000000000000f8", "30");
  }

  @Test
  void padsShortHandlesWithZeros() {
    TableInfo table =
        new TableJson(102)
            .column(1, "d", TableJson.type(FieldType.NEW_DECIMAL, PK_FLAG, 2, 0), "")
            .index("{\"id\":1,\"is_primary\":true,\"is_unique\":true,\"state\":5," + parts(0) + "}")
            .with("\"is_common_handle\":true,\"common_handle_version\":1")
            .build();
    Map<String, String> kvs =
        encode(table, input("d", DataTypes.StringType), STRICT, RowFactory.create("5"));
    assertThat(kvs)
        .isEqualTo(Map.of("7480000000000000665f72" + "060200850000000000", "800000000000"));
    assertThat(decode(new RowDecoder(table, SHANGHAI), kvs)).containsExactly("5");
  }

  @Test
  void indexesNullAsNotDistinct() {
    TableInfo table = new TableJson(1).column(1, "a", INT, "").index(1, "u", true, 0).build();
    StructType input = input("a", DataTypes.NullType);
    assertThat(encode(table, input, STRICT, RowFactory.create((Object) null)))
        .containsEntry("7480000000000000015f69800000000000000100038000000000000007", "30")
        .containsEntry("7480000000000000015f728000000000000007", "800000000000");
  }

  @Test
  void fillsOmittedColumnsFromTheirDefaults() {
    TableInfo table =
        new TableJson(1)
            .column(1, "a", INT, "")
            .column(
                2,
                "now",
                TableJson.type(FieldType.TIMESTAMP, 1, 23, 3),
                "\"default\":\"CURRENT_TIMESTAMP\"")
            .column(
                3,
                "at",
                TableJson.type(FieldType.DATETIME, 0, 19, 0),
                "\"default\":\"current_timestamp\"")
            .column(
                4,
                "utc",
                TableJson.type(FieldType.TIMESTAMP, 0, 19, 0),
                "\"default\":\"2020-01-01 00:00:00\"")
            .column(
                5,
                "bits",
                TableJson.type(FieldType.BIT, 0, 12, 0),
                "\"default\":\"\\u0005\",\"default_bit\":\"BQ==\"")
            .column(
                6,
                "e",
                "{\"Tp\":247,\"Flag\":1,\"Elems\":[\"x\",\"y\"],\"Charset\":\"utf8mb4\",\"Collate\":\"utf8mb4_bin\"}",
                "")
            .column(
                7,
                "zero",
                TableJson.type(FieldType.DATETIME, 0, 19, 0),
                "\"default\":\"0000-00-00 00:00:00\"")
            .build();
    Map<String, String> kvs =
        encode(table, input("a", DataTypes.IntegerType), STRICT, RowFactory.create(1));
    RowDecoder decoder = new RowDecoder(table, SHANGHAI);
    assertThat(decode(decoder, kvs))
        .containsExactly(
            "1",
            "2024-02-29 21:14:15.000",
            "2024-02-29 21:14:15",
            "2020-01-01 08:00:00",
            "5",
            "x",
            "0000-00-00 00:00:00");
  }

  @Test
  void takesTypedValues() {
    TableInfo table =
        new TableJson(1)
            .column(1, "flag", TableJson.type(FieldType.TINY, 0, 1, 0), "")
            .column(2, "d", TableJson.type(FieldType.DATE, 0, 10, 0), "")
            .column(3, "dt", TableJson.type(FieldType.DATETIME, 0, 26, 6), "")
            .column(4, "ts", TableJson.type(FieldType.TIMESTAMP, 0, 19, 0), "")
            .column(5, "civil", TableJson.type(FieldType.DATETIME, 0, 19, 0), "")
            .column(6, "b", TableJson.type(FieldType.BLOB, 0, 65535, 0), "")
            .column(7, "f", TableJson.text(FieldType.VARCHAR, 0, 20), "")
            .build();
    StructType input =
        input(
            "flag",
            DataTypes.BooleanType,
            "d",
            DataTypes.DateType,
            "dt",
            DataTypes.TimestampType,
            "ts",
            DataTypes.TimestampType,
            "civil",
            DataTypes.TimestampNTZType,
            "b",
            DataTypes.BinaryType,
            "f",
            DataTypes.FloatType);
    Instant old = Instant.parse("1500-03-01T00:00:00.000001Z");
    FrameEncoder encoder = new FrameEncoder(table, input, STRICT);
    RowDecoder decoder = new RowDecoder(table, SHANGHAI);
    LocalDateTime civil = LocalDateTime.of(2024, 2, 29, 1, 2, 3, 600_000_000);
    byte[] bytes = {0, (byte) 0xff};
    List<Row> rows =
        List.of(
            RowFactory.create(true, LocalDate.of(1500, 2, 28), old, NOW, civil, bytes, 0.1f),
            RowFactory.create(
                true,
                DateTimeUtils.toJavaDate((int) LocalDate.of(1500, 2, 28).toEpochDay()),
                DateTimeUtils.toJavaTimestamp(old.getEpochSecond() * 1_000_000 + 1),
                Timestamp.from(NOW),
                civil,
                bytes,
                0.1f));
    for (Row row : rows) {
      KvCollector collector = new KvCollector();
      encoder.encode(row, 7, collector);
      assertThat(decode(decoder, collector.kvs()))
          .containsExactly(
              "1",
              "1500-02-28",
              "1500-03-01 08:00:00.000001",
              "2024-02-29 21:14:16",
              "2024-02-29 01:02:04",
              "0x00FF",
              "0.1");
    }
  }

  @Test
  void showsWhatOldRowsHaveInYoungColumns() {
    TableInfo table =
        new TableJson(1)
            .column(1, "a", INT, "")
            .column(2, "b", INT, "\"origin_default\":\"7\",\"default\":\"8\"")
            .column(3, "c", TableJson.type(FieldType.LONG, 1, 11, 0), "")
            .column(4, "d", INT, "\"default\":\"8\"")
            .build();
    byte[] key = HexFormat.of().parseHex("7480000000000000015f728000000000000007");
    byte[] value = HexFormat.of().parseHex("800001000000010100" + "05");
    assertThat(new RowDecoder(table, SHANGHAI).decode(key, value))
        .containsExactly("5", "7", "0", null);
    assertThatThrownBy(() -> new RowDecoder(table, SHANGHAI).decode(value, value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesEveryColumnThatDoesNotFit() {
    TableInfo table =
        new TableJson(1)
            .column(1, "customer", INT, "")
            .column(2, "must", NOT_NULL_INT, "")
            .column(3, "day", TableJson.type(FieldType.DATE, 0, 10, 0), "")
            .build();
    StructType input =
        input(
            "custmer",
            DataTypes.IntegerType,
            "day",
            DataTypes.DoubleType,
            "Day",
            DataTypes.StringType,
            "zzzzzz",
            DataTypes.IntegerType);
    assertThatThrownBy(() -> new FrameEncoder(table, input, STRICT))
        .isInstanceOfSatisfying(
            LoadException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_SCHEMA_INVALID);
              assertThat(failure)
                  .hasMessageContaining("no column 'custmer' (the nearest is 'customer')")
                  .hasMessageContaining("'Day' is there twice")
                  .hasMessageContaining("no column 'zzzzzz';")
                  .hasMessageContaining("lacks column 'must'");
            });
    StructType typed = input("must", DataTypes.IntegerType, "day", DataTypes.DoubleType);
    assertThatThrownBy(() -> new FrameEncoder(table, typed, STRICT))
        .hasMessageContaining("column 'day' is double, which date cannot take");
  }

  @Test
  void failsARowThatDoesNotFitBeforeAnythingIsPoured() {
    TableInfo table =
        new TableJson(1)
            .column(1, "a", INT, "")
            .column(2, "b", TableJson.type(FieldType.TINY, 1, 4, 0), "")
            .build();
    FrameEncoder encoder =
        new FrameEncoder(
            table, input("a", DataTypes.IntegerType, "b", DataTypes.StringType), STRICT);
    KvCollector collector = new KvCollector();
    assertThatThrownBy(() -> encoder.encode(RowFactory.create(1, "300"), 1, collector))
        .isInstanceOfSatisfying(
            LoadException.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW))
        .hasMessageContaining("column 'b' (tinyint(4))")
        .hasMessageContaining("'300'")
        .hasMessageContaining("-128..127");
    assertThatThrownBy(() -> encoder.encode(RowFactory.create(1, null), 1, collector))
        .hasMessageContaining("column 'b'")
        .hasMessageContaining("NOT NULL");
    assertThat(collector.kvs()).isEmpty();
    encoder.encode(RowFactory.create(1, "3"), 1, collector);
    assertThat(collector.kvs()).hasSize(1);
  }

  @Test
  void adjustsOutsideStrictMode() {
    TableInfo table =
        new TableJson(1)
            .column(1, "a", NOT_NULL_INT, "")
            .column(2, "b", TableJson.type(FieldType.TINY, 1, 4, 0), "")
            .build();
    Map<String, String> kvs =
        encode(
            table,
            input("b", DataTypes.StringType),
            settings("ONLY_FULL_GROUP_BY"),
            RowFactory.create((Object) null));
    assertThat(decode(new RowDecoder(table, SHANGHAI), kvs)).containsExactly("0", "0");
  }

  @Test
  void refusesUnsupportedTables() {
    TableInfo table = new TableJson(1).column(1, "a", INT, "").with("\"mode\":1").build();
    assertThatThrownBy(() -> new FrameEncoder(table, input("a", DataTypes.IntegerType), STRICT))
        .isInstanceOfSatisfying(
            LoadException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  private static List<String> decode(RowDecoder decoder, Map<String, String> kvs) {
    Map.Entry<String, String> kv = kvs.entrySet().iterator().next();
    return decoder.decode(
        HexFormat.of().parseHex(kv.getKey()), HexFormat.of().parseHex(kv.getValue()));
  }
}
