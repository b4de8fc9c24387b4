package io.thunderhead.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWriterTest {
  private final RowWriter writer = new RowWriter();

  @Test
  void writesARowWithoutColumns() {
    assertThat(hex()).isEqualTo("800000000000");
  }

  @Test
  void writesOneValue() {
    writer.putValue(1).put(0x7f);
    assertThat(hex()).isEqualTo("800001000000010100" + "7f");
  }

  @Test
  void writesAnEmptyValue() {
    assertThat(writer.putValue(2)).isNotNull();
    assertThat(hex()).isEqualTo("800001000000020000");
  }

  @Test
  void writesALargeRowForAnIdAbove255() {
    writer.putValue(1).put(5);
    writer.putNull(300);
    assertThat(hex()).isEqualTo("8001010001000100" + "00002c0100000100000005");
  }

  @ParameterizedTest
  @ValueSource(ints = {65535, 65536})
  void growsLargeAfter65535BytesOfValues(int length) {
    writer.putValue(1).fill('x', length);
    Bytes out = new Bytes(16);
    writer.writeTo(out);
    assertThat(out.array()[1]).isEqualTo((byte) (length > 65535 ? 1 : 0));
    RowReader reader = new RowReader(out.toByteArray());
    assertThat(reader.to(reader.find(1)) - reader.from(reader.find(1))).isEqualTo(length);
  }

  @Test
  void readsBackWhatItWrites() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      writer.clear();
      byte[][] values = new byte[random.nextInt(40)][];
      int step = random.nextInt(20) == 0 ? 100 : 1;
      for (int i = 0; i < values.length; i++) {
        if (random.nextInt(4) == 0) {
          writer.putNull(1 + (long) i * step);
        } else {
          values[i] = new byte[random.nextInt(round % 50 == 0 ? 4000 : 9)];
          random.nextBytes(values[i]);
          writer.putValue(1 + (long) i * step).put(values[i]);
        }
      }
      Bytes out = new Bytes(16);
      writer.writeTo(out);
      check(out.toByteArray(), values, step);
    }
  }

  private static void check(byte[] row, byte[][] values, int step) {
    RowReader reader = new RowReader(row);
    for (int i = 0; i < values.length; i++) {
      long id = 1 + (long) i * step;
      int position = reader.find(id);
      assertThat(reader.isNull(id)).isEqualTo(values[i] == null);
      if (values[i] == null) {
        assertThat(position).isEqualTo(-1);
      } else {
        assertThat(Arrays.copyOfRange(row, reader.from(position), reader.to(position)))
            .isEqualTo(values[i]);
      }
    }
    assertThat(reader.find(1_000_000)).isEqualTo(-1);
    assertThat(reader.isNull(1_000_000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "08020802",
        "8000",
        "800001000000",
        "8000010000000101",
        "8000010000000105007f"
      })
  void rejectsBytesThatAreNoRow(String hex) {
    assertThatThrownBy(() -> new RowReader(HexFormat.of().parseHex(hex)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String hex() {
    Bytes out = new Bytes(16);
    writer.writeTo(out);
    return HexFormat.of().formatHex(out.array(), 0, out.length());
  }
}
