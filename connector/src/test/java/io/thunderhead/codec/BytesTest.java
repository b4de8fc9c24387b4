package io.thunderhead.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void growsAndKeepsItsContent() {
    Bytes bytes = new Bytes(1);
    for (int i = 0; i < 100; i++) {
      bytes.putLong(i);
    }
    assertThat(bytes.length()).isEqualTo(800);
    assertThat(MemComparable.decodeUint(bytes.toByteArray(), 792)).isEqualTo(99);
    assertThat(bytes.clear().put(1).fill(2, 2).put(new byte[] {3, 4}, 1, 1).toByteArray())
        .containsExactly(1, 2, 2, 4);
    assertThat(bytes.clear().putShort(0x10203).toByteArray()).containsExactly(2, 3);
    assertThat(bytes.clear().putLittleEndian(0x0102030405L, 4).toByteArray())
        .containsExactly(5, 4, 3, 2);
  }

  @Test
  void countsInOnlyWhatWasReserved() {
    Bytes bytes = new Bytes(16).put(9);
    bytes.reserve(100)[1] = 8;
    assertThat(bytes.advance(1).toByteArray()).containsExactly(9, 8);
    assertThatThrownBy(() -> bytes.advance(1 << 20)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.advance(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.truncate(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
