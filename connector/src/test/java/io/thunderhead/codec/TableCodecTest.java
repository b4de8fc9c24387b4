package io.thunderhead.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCodecTest {
  @Test
  void laysOutRecordAndIndexKeys() {
    assertThat(hex(TableCodec.recordKey(1, 1))).isEqualTo("7480000000000000015f728000000000000001");
    assertThat(hex(TableCodec.recordPrefix(100))).isEqualTo("7480000000000000645f72");
    assertThat(hex(TableCodec.indexPrefix(100, 2)))
        .isEqualTo("7480000000000000645f698000000000000002");
    assertThat(hex(TableCodec.tablePrefix(100))).isEqualTo("748000000000000064");
  }

  @Test
  void readsItsOwnKeys() {
    byte[] record = TableCodec.recordKey(7, -3);
    assertThat(TableCodec.isRecordKey(record)).isTrue();
    assertThat(TableCodec.tableId(record)).isEqualTo(7);
    assertThat(TableCodec.indexId(record)).isEqualTo(-1);
    assertThat(TableCodec.intHandle(record)).isEqualTo(-3);

    byte[] index = TableCodec.indexPrefix(7, 4);
    assertThat(TableCodec.isRecordKey(index)).isFalse();
    assertThat(TableCodec.tableId(index)).isEqualTo(7);
    assertThat(TableCodec.indexId(index)).isEqualTo(4);
    assertThatThrownBy(() -> TableCodec.intHandle(index))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TableCodec.tableId(TableCodec.metaStringKey("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsAnEndAfterTheLastKey() {
    assertThat(TableCodec.nextKey(TableCodec.recordKey(1, 1)))
        .isEqualTo(TableCodec.recordKey(1, 2));
    assertThat(TableCodec.nextKey(TableCodec.recordKey(1, Long.MAX_VALUE)))
        .isEqualTo(TableCodec.tablePrefix(2));
    assertThat(hex(TableCodec.nextKey(TableCodec.indexPrefix(1, 1))))
        .isEqualTo(hex(TableCodec.indexPrefix(1, 1)) + "00");
    assertThat(hex(TableCodec.nextKey(HexFormat.of().parseHex("6d61")))).isEqualTo("6d6100");
  }

  @ParameterizedTest
  @CsvSource({
    "NextGlobalID, 6d4e657874476c6f62ff616c494400000000fb0000000000000073",
    "SchemaVersionKey, 6d536368656d615665ff7273696f6e4b6579ff0000000000000000f70000000000000073",
    "BootstrapKey, 6d426f6f7473747261ff704b657900000000fb0000000000000073"
  })
  void laysOutMetaStrings(String key, String expected) {
    assertThat(hex(TableCodec.metaStringKey(key))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DB:56, TID:108, 6d44423a3536000000fc00000000000000685449443a31303800fe",
    "DBs, DB:2, 6d4442730000000000fa000000000000006844423a3200000000fb",
    "DB:2, Table:112, 6d44423a3200000000fb00000000000000685461626c653a3131ff3200000000000000f8"
  })
  void laysOutMetaHashFields(String key, String field, String expected) {
    byte[] raw = TableCodec.metaHashKey(key, field);
    assertThat(hex(raw)).isEqualTo(expected).startsWith(hex(TableCodec.metaHashPrefix(key)));
    assertThat(TableCodec.metaHashField(raw)).isEqualTo(field);
  }

  @Test
  void refusesToReadAFieldFromOtherKeys() {
    assertThatThrownBy(() -> TableCodec.metaHashField(TableCodec.metaStringKey("DBs")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TableCodec.metaHashField(TableCodec.recordKey(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
