package io.thunderhead.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ArrayKeysTest {
  private static String key(int kind, long bits) {
    JsonWriter writer = new JsonWriter();
    Bytes document = new Bytes(16);
    writer.start(document);
    writer.startArray();
    writer.fixed(kind, bits);
    writer.end();
    JsonValue array = JsonValue.of(document.array(), 0);
    assertThat(ArrayKeys.count(array)).isEqualTo(1);
    Bytes key = new Bytes(16);
    ArrayKeys.put(ArrayKeys.element(array, 0), key);
    return HexFormat.of().formatHex(key.toByteArray());
  }

  @Test
  void packsDatesAsColumnsDo() {
    long day = 2024L << 50 | 2L << 46 | 29L << 41;
    assertThat(key(JsonKind.DATE, day)).isEqualTo("0419b2ba0000000000");
    long time = day | 13L << 36 | 14L << 30 | 15L << 24 | 123456L << 4;
    assertThat(key(JsonKind.DATETIME, time)).isEqualTo("0419b2bad38f01e240");
  }

  @Test
  void refusesWhatNoElementTypeHas() {
    JsonWriter writer = new JsonWriter();
    Bytes document = new Bytes(16);
    writer.start(document);
    writer.literal(JsonKind.TRUE);
    assertThatThrownBy(() -> ArrayKeys.put(JsonValue.of(document.array(), 0), new Bytes(16)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
