package io.thunderhead.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitKeysTest {
  private static final KeyRange RECORDS = new KeyRange(new byte[] {10}, new byte[] {20});
  private static final KeyRange INDEX = new KeyRange(new byte[] {5}, new byte[] {6});

  @Test
  void startsEveryRangeWithARegionOfItsOwn() {
    assertThat(pick(List.of(), 100, 100)).containsExactly(new byte[] {5}, new byte[] {10});
  }

  @Test
  void cutsWhenTheBytesOfARegionAreReached() {
    List<KeySample> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      samples.add(new KeySample(new byte[] {10, (byte) i}, 50, 2));
    }
    assertThat(pick(samples, 200, 1000))
        .containsExactly(
            new byte[] {5},
            new byte[] {10},
            new byte[] {10, 2},
            new byte[] {10, 4},
            new byte[] {10, 6});
  }

  @Test
  void cutsWhenTheKeysOfARegionAreReached() {
    List<KeySample> samples =
        List.of(
            new KeySample(new byte[] {5, 1}, 1, 10),
            new KeySample(new byte[] {5, 2}, 1, 10),
            new KeySample(new byte[] {5, 3}, 1, 10));
    assertThat(pick(samples, 1 << 30, 20))
        .containsExactly(new byte[] {5}, new byte[] {5, 3}, new byte[] {10});
  }

  @Test
  void neverCutsTwiceAtOneKey() {
    List<KeySample> samples = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      samples.add(new KeySample(new byte[] {10}, 100, 1));
    }
    assertThat(pick(samples, 100, 100)).containsExactly(new byte[] {5}, new byte[] {10});
  }

  private static List<byte[]> pick(List<KeySample> samples, long bytes, long keys) {
    return SplitKeys.pick(List.of(INDEX, RECORDS), samples, bytes, keys);
  }
}
