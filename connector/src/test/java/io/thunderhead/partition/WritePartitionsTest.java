package io.thunderhead.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WritePartitionsTest {
  @Test
  void gathersSmallRegionsOfSeveralRanges() {
    List<List<KeyRange>> regions =
        List.of(List.of(range(0, 10), range(10, 20)), List.of(range(30, 40)));
    assertThat(WritePartitions.gather(regions, samples(1, 11, 31), 1000))
        .containsExactly(List.of(range(0, 20), range(30, 40)));
  }

  @Test
  void startsAPartitionWhenTheOneBeforeIsFull() {
    List<List<KeyRange>> regions = List.of(cut(0, 100, 10));
    int[] keys = IntStream.range(0, 100).toArray();
    List<List<KeyRange>> partitions = WritePartitions.gather(regions, samples(keys), 350);
    assertThat(partitions)
        .containsExactly(
            List.of(range(0, 30)),
            List.of(range(30, 60)),
            List.of(range(60, 90)),
            List.of(range(90, 100)));
  }

  @Test
  void spreadsRegionsThatTheSampleMissed() {
    int[] keys = IntStream.range(0, 100).map(i -> i / 10).toArray();
    assertThat(WritePartitions.gather(List.of(cut(0, 100, 10)), samples(keys), 100).size())
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void takesARegionThatIsLargerThanAPartition() {
    assertThat(WritePartitions.gather(List.of(List.of(range(0, 9))), samples(1, 2, 3), 1))
        .containsExactly(List.of(range(0, 9)));
  }

  private static List<KeyRange> cut(int from, int to, int step) {
    List<KeyRange> regions = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      regions.add(range(i, i + step));
    }
    return regions;
  }

  private static List<KeySample> samples(int... keys) {
    return IntStream.of(keys)
        .mapToObj(key -> new KeySample(new byte[] {(byte) key}, 10, 1))
        .toList();
  }

  private static KeyRange range(int from, int to) {
    return new KeyRange(new byte[] {(byte) from}, new byte[] {(byte) to});
  }
}
