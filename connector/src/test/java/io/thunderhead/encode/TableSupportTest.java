package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableSupportTest {
  private static final String INT = TableJson.type(FieldType.LONG, 0, 11, 0);

  private static TableJson table() {
    return new TableJson(9).column(1, "a", INT, "").index(1, "ia", false, 0);
  }

  @Test
  void takesAPlainTable() {
    assertThat(TableSupport.unsupported(table().build(), List.of("A"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"view\":{} | view",
        "\"sequence\":{} | sequence",
        "\"temp_table_type\":1 | temporary",
        "\"cache_table_status\":1 | cached",
        "\"is_columnar\":true | outside TiKV",
        "\"Lock\":{\"Sessions\":[{}]} | LOCK TABLES",
        "\"exchange_partition_info\":{} | EXCHANGE PARTITION",
        "\"mode\":1 | mode is 1",
        "\"partition\":{\"enable\":true,\"ddl_action\":5,\"definitions\":[{\"id\":10}]} | in flight",
        "\"is_common_handle\":true | not among its indexes",
        "\"pk_is_handle\":true | not marked",
        "\"softdelete_info\":{} | soft delete",
        "\"is_active_active\":true | active-active",
        "\"state\":2 | its state is WRITE_ONLY",
        "\"constraint_info\":[{\"constraint_name\":{\"O\":\"c1\"},\"enforced\":true,\"state\":5}] | CHECK constraint c1"
      })
  void refusesTablesByName(String field, String reason) {
    TableInfo table = table().with(field).build();
    assertThat(TableSupport.unsupported(table, List.of("a")))
        .anySatisfy(each -> assertThat(each).contains(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "255,0,0,0 | `` | type 255",
        "3,0,11,0 | \"generated_expr_string\":\"exp(a)\" | function exp",
        "3,0,11,0 | \"state\":2 | WRITE_ONLY",
        "3,0,11,0 | \"change_state_info\":{\"relative_col_offset\":0} | middle of DDL",
        "3,0,11,0 | \"default\":\"uuid()\",\"default_is_expr\":true | function uuid",
        "7,0,19,0 | \"default\":\"2020-01-01 00:00:00\",\"version\":0 | time zone"
      })
  void refusesColumnsByName(String type, String field, String reason) {
    String[] parts = type.split(",");
    String json =
        TableJson.type(
            Integer.parseInt(parts[0]),
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Integer.parseInt(parts[3]));
    TableInfo table = table().column(2, "b", json, field).build();
    assertThat(TableSupport.unsupported(table, List.of("a")))
        .anySatisfy(each -> assertThat(each).contains("column b").contains(reason));
  }

  @Test
  void refusesCollationsAndCharacterSetsByName() {
    String type = "{\"Tp\":15,\"Flen\":10,\"Charset\":\"big5\",\"Collate\":\"big5_chinese_ci\"}";
    assertThat(TableSupport.unsupported(table().column(2, "b", type, "").build(), List.of("a")))
        .hasSize(2)
        .anySatisfy(each -> assertThat(each).contains("character set big5"))
        .anySatisfy(each -> assertThat(each).contains("collation big5_chinese_ci"));
  }

  @Test
  void refusesACollationWhoseSortKeysAreNotKnownOnlyInKeys() {
    String type =
        "{\"Tp\":15,\"Flen\":10,\"Charset\":\"gb18030\",\"Collate\":\"gb18030_chinese_ci\"}";
    assertThat(TableSupport.unsupported(table().column(2, "b", type, "").build(), List.of("a")))
        .isEmpty();
    TableInfo table = table().column(2, "b", type, "").index(7, "k", false, 1).build();
    assertThat(TableSupport.unsupported(table, List.of("a")))
        .singleElement()
        .asString()
        .contains("column b has the collation gb18030_chinese_ci", "load it with TiDB");
    assertThat(TableSupport.unsupported(table, List.of("a"), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"state\":3 | WRITE_REORGANIZATION",
        "\"state\":5,\"backfill_state\":1 | middle of DDL",
        "\"state\":5,\"is_global\":true | not partitioned",
        "\"state\":5,\"is_global\":true,\"global_index_version\":2 | version 2",
        "\"state\":5,\"condition_expr_string\":\"exp(a) > 1\" | function exp"
      })
  void refusesIndexesByName(String fields, String reason) {
    String index =
        "{\"id\":2,\"idx_name\":{\"O\":\"ib\"},\"idx_cols\":[{\"offset\":0,\"length\":-1}],%s}"
            .formatted(fields);
    assertThat(TableSupport.unsupported(table().index(index).build(), List.of("a")))
        .anySatisfy(each -> assertThat(each).contains("index ib").contains(reason));
  }

  @Test
  void takesADefaultExpressionWhenTheInputHasTheColumn() {
    TableInfo table =
        table().column(2, "b", INT, "\"default\":\"rand()\",\"default_is_expr\":true").build();
    assertThat(TableSupport.unsupported(table, List.of("a", "B"))).isEmpty();
  }
}
