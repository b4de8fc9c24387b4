package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import io.thunderhead.type.SqlMode;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Indexes of columns whose keys are sort keys. */
class CollatedIndexTest {
  private static final String KEY_START = "7480000000000000015f698000000000000001" + "01";
  private static final String HANDLE_FIVE = "038000000000000005";

  private static TableInfo table(String collation, boolean unique) {
    return new TableJson(1)
        .column(1, "id", TableJson.type(FieldType.LONGLONG, 3, 20, 0), "")
        .column(
            2,
            "c",
            "{\"Tp\":15,\"Flen\":10,\"Charset\":\"utf8mb4\",\"Collate\":\"%s\"}"
                .formatted(collation),
            "")
        .index(1, "k", unique, 1)
        .with("\"pk_is_handle\":true")
        .build();
  }

  private static KvCollector encode(TableInfo table, boolean newCollation, String text) {
    EncodeSettings settings =
        new EncodeSettings(ZoneOffset.UTC, SqlMode.CLUSTER_DEFAULT, newCollation, Instant.EPOCH);
    StructType input =
        new StructType().add("id", DataTypes.LongType).add("c", DataTypes.StringType);
    KvCollector collector = new KvCollector();
    FrameEncoder encoder = new FrameEncoder(table, input, settings);
    encoder.encode(RowFactory.create(5L, text), 0, collector);
    return collector;
  }

  /** The examples of kv-encoding 3.3. */
  @Test
  void keepsTheStringBesideItsSortKey() {
    String sortKey = "0041004200000000fb";
    assertThat(encode(table("utf8mb4_general_ci", false), true, "ab").kvs())
        .containsEntry(KEY_START + sortKey + HANDLE_FIVE, "008000010000000202006162");
    assertThat(encode(table("utf8mb4_general_ci", true), true, "ab").kvs())
        .containsEntry(KEY_START + sortKey, "0880000100000002020061620000000000000005");
  }

  @Test
  void fillsShortValuesOfEntriesUpToTenBytes() {
    assertThat(encode(table("utf8mb4_general_ci", false), true, "").kvs())
        .containsEntry(KEY_START + "0000000000000000f7" + HANDLE_FIVE, "00800001000000020000");
    assertThat(encode(table("utf8mb4_general_ci", false), true, null).kvs())
        .containsValue("0280000000010002" + "0000");
  }

  @Test
  void indexesTheBytesWithoutNewCollations() {
    assertThat(encode(table("utf8mb4_general_ci", false), false, "Ab ").kvs())
        .containsEntry(KEY_START + "4162200000000000fa" + HANDLE_FIVE, "30");
    assertThat(encode(table("utf8mb4_german2_ci", true), false, "Ab ").kvs())
        .containsEntry(KEY_START + "4162200000000000fa", "0000000000000005");
  }

  @Test
  void refusesARowWhoseStringHasNoSortKey() {
    assertThatThrownBy(() -> encode(table("utf8mb4_0900_ai_ci", false), true, "\ud873\udea1"))
        .isInstanceOfSatisfying(
            LoadException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW);
              assertThat(failure).hasMessageContaining("column 'c'").hasMessageContaining("2CEA1");
            });
  }
}
