package io.thunderhead.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.LoadException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionPartitionerTest {
  private final RegionPartitioner partitioner =
      new RegionPartitioner(
          List.of(
              List.of(range(0x10, 0x20)), List.of(range(0x20, 0x80)), List.of(range(0x90, 0xff))));

  @Test
  void sendsAKeyToTheRangeThatHoldsIt() {
    assertThat(partitioner.getPartition(bytes(0x10))).isZero();
    assertThat(partitioner.getPartition(bytes(0x1f, 0xff))).isZero();
    assertThat(partitioner.getPartition(bytes(0x20))).isEqualTo(1);
    assertThat(partitioner.getPartition(bytes(0xfe))).isEqualTo(2);
  }

  @Test
  void refusesAKeyThatNoRangeHolds() {
    assertThatThrownBy(() -> partitioner.getPartition(bytes(0x0f)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("0f");
    assertThatThrownBy(() -> partitioner.getPartition(bytes(0x80)))
        .isInstanceOf(LoadException.class);
    assertThatThrownBy(() -> partitioner.getPartition(bytes(0xff)))
        .isInstanceOf(LoadException.class);
  }

  @Test
  void sendsAllRangesOfAPartitionToIt() {
    RegionPartitioner two =
        new RegionPartitioner(List.of(List.of(range(1, 5), range(7, 9)), List.of(range(9, 12))));
    assertThat(two.numPartitions()).isEqualTo(2);
    assertThat(two.getPartition(bytes(8))).isZero();
    assertThat(two.getPartition(bytes(9))).isEqualTo(1);
    assertThatThrownBy(() -> two.getPartition(bytes(5))).isInstanceOf(LoadException.class);
  }

  @Test
  void takesAnEndlessLastRange() {
    RegionPartitioner open =
        new RegionPartitioner(List.of(List.of(new KeyRange(bytes(1), new byte[0]))));
    assertThat(open.getPartition(bytes(0xff, 0xff))).isZero();
  }

  @Test
  void refusesRangesThatOverlap() {
    assertThatThrownBy(() -> new RegionPartitioner(List.of(List.of(range(1, 5), range(4, 9)))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static KeyRange range(int from, int to) {
    return new KeyRange(bytes(from), bytes(to));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
