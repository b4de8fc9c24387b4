package io.thunderhead.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableInfoTest {
  private static final String INT = TableJson.type(FieldType.LONG, 0, 11, 0);

  @Test
  void readsNamesInBothForms() {
    byte[] json =
        "{\"id\":2,\"db_name\":{\"O\":\"Shop\",\"L\":\"shop\"},\"state\":5}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(DatabaseInfo.fromJson(json).name()).isEqualTo("Shop");
    byte[] plain = "{\"id\":2,\"db_name\":\"Shop\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(DatabaseInfo.fromJson(plain).name()).isEqualTo("Shop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"id\":0,\"name\":\"t\"}",
        "{\"id\":1,\"name\":\"t\",\"state\":9}",
        "{\"id\":1,\"name\":\"t\",\"cols\":[{\"id\":1,\"offset\":1}]}",
        "{\"id\":1,\"name\":\"t\",\"index_info\":[{\"idx_cols\":[{\"offset\":0}]}]}"
      })
  void rejectsWhatIsNoTable(String json) {
    assertThatThrownBy(() -> TableInfo.fromJson(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void travelsToExecutors() throws IOException, ClassNotFoundException {
    TableInfo table =
        new TableJson(9)
            .column(1, "a", INT, "\"default\":\"5\"")
            .index(1, "ia", true, 0)
            .with(
                "\"partition\":{\"enable\":true,\"type\":1,\"definitions\":[{\"id\":10,\"less_than\":[\"5\"]}]}")
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(table);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(table);
    }
  }

  @Test
  void listsOneRangePerWayOfStoring() {
    TableInfo table =
        new TableJson(9)
            .column(1, "a", INT, "")
            .index(3, "ia", true, 0)
            .index("{\"id\":4,\"state\":5,\"vector_index\":{},\"idx_cols\":[]}")
            .index("{\"id\":5,\"state\":1,\"idx_cols\":[]}")
            .build();
    assertThat(KeyRanges.of(table))
        .containsExactly(
            new KeyRange(
                TableCodec.recordPrefix(9), new byte[] {'t', -128, 0, 0, 0, 0, 0, 0, 9, '_', 's'}),
            new KeyRange(TableCodec.indexPrefix(9, 3), TableCodec.indexPrefix(9, 4)));
  }

  @Test
  void listsRangesOfPartitionsAndGlobalIndexes() {
    TableInfo table =
        new TableJson(9)
            .column(1, "a", INT, "")
            .index(1, "local", false, 0)
            .index("{\"id\":2,\"state\":5,\"is_global\":true,\"idx_cols\":[]}")
            .with("\"partition\":{\"enable\":true,\"definitions\":[{\"id\":20},{\"id\":21}]}")
            .build();
    assertThat(KeyRanges.of(table).stream().map(KeyRange::start).toList())
        .usingElementComparator(Arrays::compareUnsigned)
        .isEqualTo(
            List.of(
                TableCodec.recordPrefix(20),
                TableCodec.indexPrefix(20, 1),
                TableCodec.recordPrefix(21),
                TableCodec.indexPrefix(21, 1),
                TableCodec.indexPrefix(9, 2)));
  }

  @Test
  void clusteredPrimaryKeysWriteNoIndex() {
    TableInfo table =
        new TableJson(9)
            .column(1, "a", INT, "")
            .index(
                "{\"id\":1,\"state\":5,\"is_primary\":true,\"idx_cols\":[{\"offset\":0,\"length\":-1}]}")
            .with("\"is_common_handle\":true")
            .build();
    assertThat(KeyRanges.of(table)).hasSize(1);
    assertThat(table.hasRowId()).isFalse();
  }

  @Test
  void namesTypesAsDdlDoes() {
    TableInfo table =
        new TableJson(9)
            .column(1, "a", TableJson.type(FieldType.NEW_DECIMAL, 32, 10, 2), "")
            .column(2, "b", TableJson.text(FieldType.BLOB, 0, 65535), "")
            .column(3, "c", TableJson.type(FieldType.STRING, 0, 4, 0), "")
            .column(4, "d", TableJson.type(FieldType.TIMESTAMP, 0, 23, 3), "")
            .build();
    assertThat(table.columns().stream().map(column -> column.type().sql()))
        .containsExactly("decimal(10,2) unsigned", "text", "binary(4)", "timestamp(3)");
  }
}
