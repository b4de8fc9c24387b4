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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Where rows of partitioned tables go; partitions have the ids 10, 11 and so on. */
class PartitionedRowsTest {
  private static final String INT = TableJson.type(FieldType.LONG, 0, 11, 0);
  private static final String UINT = TableJson.type(FieldType.LONGLONG, 32, 20, 0);
  private static final String TEXT = TableJson.text(FieldType.VARCHAR, 0, 20);
  private static final String DATE = TableJson.type(FieldType.DATE, 0, 10, 0);
  private static final int RANGE = 1;
  private static final int HASH = 2;
  private static final int LIST = 3;
  private static final int KEY = 4;

  private static TableInfo table(String a, String b, int type, String by, String... definitions) {
    List<String> partitions = new ArrayList<>();
    for (String definition : definitions) {
      String comma = definition.isEmpty() ? "" : ",";
      partitions.add("{\"id\":" + (10 + partitions.size()) + comma + definition + "}");
    }
    return new TableJson(9)
        .column(1, "a", a, "")
        .column(2, "b", b, "")
        .with(
            "\"partition\":{\"enable\":true,\"type\":%d,%s,\"definitions\":[%s]}"
                .formatted(type, by, String.join(",", partitions)))
        .build();
  }

  private static String expression(String column) {
    return "\"expr\":\"`" + column + "`\"";
  }

  private static String columns(String... names) {
    List<String> json = new ArrayList<>();
    for (String name : names) {
      json.add("{\"O\":\"" + name + "\",\"L\":\"" + name + "\"}");
    }
    return "\"expr\":\"\",\"columns\":[" + String.join(",", json) + "]";
  }

  private static String lessThan(String... bounds) {
    return "\"less_than\":[\"" + String.join("\",\"", bounds) + "\"]";
  }

  private static String in(String... values) {
    return "\"in_values\":[[\"" + String.join("\"],[\"", values) + "\"]]";
  }

  private static String[] plain(int count) {
    return IntStream.range(0, count).mapToObj(i -> "").toArray(String[]::new);
  }

  private static long partition(TableInfo table, String a, String b) {
    return partition(table, "UTC", a, b);
  }

  private static long partition(TableInfo table, String zone, String a, String b) {
    StructType input =
        new StructType().add("a", DataTypes.StringType).add("b", DataTypes.StringType);
    EncodeSettings settings =
        new EncodeSettings(ZoneId.of(zone), SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH);
    KvCollector collector = new KvCollector();
    new FrameEncoder(table, input, settings).encode(RowFactory.create(a, b), 1, collector);
    return TableCodec.tableId(HexFormat.of().parseHex(collector.kvs().firstKey()));
  }

  @Test
  void putsNullLowestAndRefusesWhatIsAboveAllRanges() {
    TableInfo table =
        table(INT, INT, RANGE, expression("a"), lessThan("0"), lessThan("10"), lessThan("20"));
    assertThat(partition(table, null, null)).isEqualTo(10);
    assertThat(partition(table, "-1", null)).isEqualTo(10);
    assertThat(partition(table, "0", null)).isEqualTo(11);
    assertThat(partition(table, "19", null)).isEqualTo(12);
    assertThatThrownBy(() -> partition(table, "20", null))
        .isInstanceOfSatisfying(
            LoadException.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW))
        .hasMessageContaining("no partition takes the row: `a` is 20");
  }

  @Test
  void comparesUnsignedBoundsUnsigned() {
    TableInfo table =
        table(
            UINT,
            INT,
            RANGE,
            expression("a"),
            lessThan("5"),
            lessThan("9223372036854775809"),
            lessThan("MAXVALUE"));
    assertThat(partition(table, "4", null)).isEqualTo(10);
    assertThat(partition(table, "9223372036854775808", null)).isEqualTo(11);
    assertThat(partition(table, "18446744073709551615", null)).isEqualTo(12);
  }

  @Test
  void hashesBySignedRemainder() {
    TableInfo signed = table(INT, INT, HASH, expression("a"), plain(4));
    assertThat(partition(signed, "-7", null)).isEqualTo(13);
    assertThat(partition(signed, "6", null)).isEqualTo(12);
    assertThat(partition(signed, null, null)).isEqualTo(10);
    TableInfo unsigned = table(UINT, INT, HASH, expression("a"), plain(3));
    assertThat(partition(unsigned, "18446744073709551615", null)).isEqualTo(11);
  }

  @Test
  void hashesKeysByTheirText() {
    TableInfo ints = table(INT, INT, KEY, columns("a"), plain(4));
    assertThat(partition(ints, "5", null)).isEqualTo(12);
    assertThat(partition(ints, null, null)).isEqualTo(11);
    TableInfo texts = table(TEXT, INT, KEY, columns("a"), plain(1000));
    assertThat(partition(texts, "ab  ", null)).isEqualTo(partition(texts, "ab", null));
    TableInfo years =
        table(TableJson.type(FieldType.YEAR, 0, 4, 0), INT, KEY, columns("a"), plain(1000));
    assertThat(partition(years, "0000", null)).isEqualTo(partition(texts, "0", null));
    TableInfo bits =
        table(TableJson.type(FieldType.BIT, 0, 16, 0), INT, KEY, columns("a"), plain(1000));
    assertThat(partition(bits, "ab", null)).isEqualTo(partition(texts, "ab", null));
    assertThat(partition(bits, "a ", null)).isEqualTo(partition(texts, "a", null));
  }

  @Test
  void hashesTimestampsAsTheSessionShowsThem() {
    TableInfo stamps =
        table(TableJson.type(FieldType.TIMESTAMP, 0, 23, 3), INT, KEY, columns("a"), plain(1000));
    TableInfo texts = table(TEXT, INT, KEY, columns("a"), plain(1000));
    String noon = "2024-02-29 12:00:00.5";
    assertThat(partition(stamps, "+08:00", noon, null))
        .isEqualTo(
            partition(
                table(
                    TableJson.text(FieldType.VARCHAR, 0, 30), INT, KEY, columns("a"), plain(1000)),
                noon + "00",
                null))
        .isNotEqualTo(partition(texts, "2024-02-29", null));
  }

  @Test
  void comparesTuplesColumnByColumn() {
    TableInfo table =
        table(
            INT,
            DATE,
            RANGE,
            columns("a", "b"),
            lessThan("5", "'2020-01-01'"),
            lessThan("5", "MAXVALUE"),
            lessThan("MAXVALUE", "'2000-01-01'"));
    assertThat(partition(table, null, null)).isEqualTo(10);
    assertThat(partition(table, "4", "2030-01-01")).isEqualTo(10);
    assertThat(partition(table, "5", null)).isEqualTo(10);
    assertThat(partition(table, "5", "2020-01-01")).isEqualTo(11);
    assertThat(partition(table, "6", "2030-01-01")).isEqualTo(12);
  }

  @Test
  void findsListedValues() {
    TableInfo table = table(INT, INT, LIST, expression("a"), in("1", "-5"), in("NULL", "7"));
    assertThat(partition(table, "-5", null)).isEqualTo(10);
    assertThat(partition(table, "7", null)).isEqualTo(11);
    assertThat(partition(table, null, null)).isEqualTo(11);
    assertThatThrownBy(() -> partition(table, "2", null)).hasMessageContaining("`a` is 2");
    TableInfo rest = table(INT, INT, LIST, expression("a"), in("1"), in("DEFAULT"));
    assertThat(partition(rest, "2", null)).isEqualTo(11);
    assertThat(partition(rest, null, null)).isEqualTo(11);
  }

  @Test
  void findsListedTuples() {
    TableInfo table =
        table(
            TEXT,
            INT,
            LIST,
            columns("a", "b"),
            "\"in_values\":[[\"'it''s'\",\"1\"],[\"NULL\",\"NULL\"]]",
            "\"in_values\":[[\"_utf8mb4'a\\\\\\\\b'\",\"2\"]]");
    assertThat(partition(table, "it's ", "1")).isEqualTo(10);
    assertThat(partition(table, null, null)).isEqualTo(10);
    assertThat(partition(table, "a\\b", "2")).isEqualTo(11);
    assertThatThrownBy(() -> partition(table, "it's", "2"))
        .hasMessageContaining("a, b is 'it's', '2'");
    String binary = TableJson.type(FieldType.VARCHAR, 0, 20, 0);
    TableInfo bytes = table(binary, INT, LIST, columns("a"), in("_binary 0x6162"), in("x'6364'"));
    assertThat(partition(bytes, "ab", null)).isEqualTo(10);
    assertThat(partition(bytes, "cd", null)).isEqualTo(11);
  }

  @Test
  void refusesPartitionValuesThatTheColumnCannotHold() {
    TableInfo table = table(DATE, INT, LIST, columns("a"), in("'2020-13-01'"));
    assertThatThrownBy(() -> partition(table, "2020-01-01", null))
        .hasMessageContaining("partition value '2020-13-01' is none of column 'a' (date)");
  }
}
