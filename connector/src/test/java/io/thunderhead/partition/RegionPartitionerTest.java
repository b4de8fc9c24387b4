package io.thunderhead.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.LoadException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
  void agreesWithTheRangesWhereverKeysDiffer() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      byte[] prefix = text(random, 12);
      TreeSet<byte[]> bounds = new TreeSet<>(Arrays::compareUnsigned);
      while (bounds.size() < 6) {
        bounds.add(join(prefix, text(random, 11)));
      }
      List<byte[]> all = List.copyOf(bounds);
      List<List<KeyRange>> ranges =
          List.of(
              List.of(new KeyRange(all.get(0), all.get(1))),
              List.of(new KeyRange(all.get(1), all.get(2)), new KeyRange(all.get(3), all.get(4))),
              List.of(new KeyRange(all.get(4), all.get(5))));
      RegionPartitioner mixed = new RegionPartitioner(ranges);
      for (int i = 0; i < 200; i++) {
        byte[] key = i % 20 == 0 ? text(random, 20) : join(prefix, text(random, 11));
        int expected =
            IntStream.range(0, 3)
                .filter(part -> ranges.get(part).stream().anyMatch(each -> each.contains(key)))
                .findFirst()
                .orElse(-1);
        if (expected < 0) {
          assertThatThrownBy(() -> mixed.getPartition(key)).isInstanceOf(LoadException.class);
        } else {
          assertThat(mixed.getPartition(key)).isEqualTo(expected);
          assertThat(mixed.partition(new Bytes(0).put(key))).isEqualTo(expected);
        }
      }
    }
  }

  /** Few values, so that keys meet, among them zeros and bytes above 0x7f. */
  private static byte[] text(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) * 0x7f);
    }
    return bytes;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
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
