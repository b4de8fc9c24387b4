package io.thunderhead.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowSetTest {
  private static RowSet of(long... rows) {
    RowSet set = new RowSet();
    for (long row : rows) {
      set.add(row);
    }
    return set;
  }

  @Test
  void holdsRowsBeyond32Bits() {
    RowSet set = of(1, 0xffff_ffffL, 0x1_0000_0000L, 0x7_0000_0005L);
    assertThat(set.contains(0x1_0000_0000L)).isTrue();
    assertThat(set.contains(0)).isFalse();
    assertThat(set.size()).isEqualTo(4);
    assertThat(set.countOf(2, 0x1_0000_0001L)).isEqualTo(2);
    assertThat(set.countOf(0x7_0000_0005L, Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void leavesTheSetThatItIsTakenFrom() {
    RowSet set = of(1, 2, 3);
    RowSet rest = set.without(of(2, 9));
    assertThat(rest.size()).isEqualTo(2);
    assertThat(set.size()).isEqualTo(3);
    rest.add(7);
    assertThat(set.contains(7)).isFalse();
  }
}
