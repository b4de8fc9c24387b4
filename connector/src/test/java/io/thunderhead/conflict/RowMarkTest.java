package io.thunderhead.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowMarkTest {
  @Test
  void comesBackFromBehindAnyValue() {
    byte[][] values = {{}, {0}, {-1, -1}, {(byte) 0x80}, {1, 2, 3}};
    for (byte[] value : values) {
      for (int bit = 0; bit < 62; bit++) {
        for (long row : new long[] {(1L << bit) - 1, 1L << bit, (1L << bit) + 1}) {
          byte[] marked = RowMark.marked(new Bytes(4).put(value), row);
          assertThat(RowMark.row(marked)).isEqualTo(row);
          assertThat(Arrays.copyOf(marked, RowMark.valueLength(marked))).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void takesFiveBytesInALoadOfHundredsOfMillionsOfRows() {
    assertThat(RowMark.marked(new Bytes(4), RowNumber.of(500, 1_000_000))).hasSize(5);
    assertThat(RowMark.marked(new Bytes(4), RowNumber.of(3, 127))).hasSize(2);
  }
}
