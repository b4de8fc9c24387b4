package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.json.JsonType;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.SqlMode;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Entries of an index over the elements of an array, given the array. */
class MultiValuedIndexTest {
  private static final String PREFIX = "7480000000000000095f698000000000000004";
  private static final String HANDLE = "038000000000000007";

  private static Map<String, String> entries(boolean unique, String json) {
    String array =
        "{\"Tp\":8,\"Flag\":0,\"Flen\":20,\"Array\":true,\"Charset\":\"binary\",\"Collate\":\"binary\"}";
    TableInfo table =
        new TableJson(9)
            .column(1, "n", TableJson.type(FieldType.LONG, 0, 11, 0), "")
            .column(2, "_V$_m_0", array, "\"hidden\":true")
            .index(4, "m", unique, 0, 1)
            .build();
    ColumnInfo number = table.columns().get(0);
    ColumnInfo hidden = table.columns().get(1);
    Datum five = new Datum();
    five.setNumber(5);
    Datum value = new Datum();
    JsonType type =
        new JsonType(new ConversionRules(SqlMode.CLUSTER_DEFAULT, ZoneOffset.UTC, true));
    if (json != null) {
      type.fromText(json, value);
    }
    ColumnType int32 =
        ColumnTypes.of(number, new ConversionRules(SqlMode.CLUSTER_DEFAULT, ZoneOffset.UTC, true));
    ColumnEncoder[] columns = {
      ColumnEncoder.ofConstant(number, int32, five), ColumnEncoder.ofConstant(hidden, type, value)
    };
    HandleEncoder handle = IntHandleEncoder.ofRowIds(ShardedIds.ofRowIds(0), null);
    handle.load(7);
    KvCollector collector = new KvCollector();
    new IndexEncoder(table, table.indexes().get(0), columns, handle).encode(9, collector);
    return new TreeMap<>(collector.kvs());
  }

  @Test
  void writesEachValueOnce() {
    String five = PREFIX + "038000000000000005";
    assertThat(entries(false, "[3, -1, 3]"))
        .isEqualTo(
            Map.of(
                five + "038000000000000003" + HANDLE,
                "30",
                five + "037fffffffffffffff" + HANDLE,
                "30"));
    assertThat(entries(true, "[3]"))
        .isEqualTo(Map.of(five + "038000000000000003", "0000000000000007"));
    assertThat(entries(true, "7")).containsOnlyKeys(five + "038000000000000007");
  }

  @Test
  void writesNoneForNoElementAndOneForNull() {
    assertThat(entries(false, "[]")).isEmpty();
    assertThat(entries(true, null))
        .isEqualTo(Map.of(PREFIX + "038000000000000005" + "00" + HANDLE, "30"));
  }

  @Test
  void keepsElementsInTheirOwnForms() {
    String five = PREFIX + "038000000000000005";
    assertThat(entries(true, "[\"a \", \"a\", 1.0, 18446744073709551615]"))
        .containsOnlyKeys(
            five + "016120000000000000f9",
            five + "016100000000000000f8",
            five + "05bff0000000000000",
            five + "04ffffffffffffffff");
  }
}
