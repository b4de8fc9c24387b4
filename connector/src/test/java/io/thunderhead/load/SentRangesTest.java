package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.ingest.RegionResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentRangesTest {
  private static final List<KeyRange> TABLE = List.of(range("n-z"), range("a-m"));

  @Test
  void coversTheTableWhenNothingWasSent() {
    assertThat(cut()).containsExactly("a-m 0", "n-z 0");
  }

  @Test
  void cutsAtTheFirstKeyOfEveryJobButTheFirst() {
    assertThat(cut("e-f 2", "b-d 1", "p-q 4", "f-g 8"))
        .containsExactly("a-e 1", "e-f 2", "f-m 8", "n-z 4");
  }

  @Test
  void countsJobsThatOverlapTogether() {
    assertThat(cut("b-h 1", "c-d 2", "g-k 4", "k-l 8")).containsExactly("a-k 7", "k-m 8", "n-z 0");
  }

  private static List<String> cut(String... jobs) {
    List<RegionResult> results =
        Stream.of(jobs)
            .map(each -> each.split(" "))
            .map(
                each ->
                    new RegionResult(
                        -1,
                        1,
                        range(each[0]),
                        new KvChecksum(0, Long.parseLong(each[1]), 0),
                        1,
                        0,
                        0,
                        List.of(),
                        List.of(),
                        0))
            .toList();
    return SentRanges.of(TABLE, results).stream()
        .map(
            each ->
                text(each.range().start())
                    + "-"
                    + text(each.range().end())
                    + " "
                    + each.sum().kvs())
        .toList();
  }

  private static KeyRange range(String text) {
    String[] sides = text.split("-");
    return new KeyRange(
        sides[0].getBytes(StandardCharsets.UTF_8), sides[1].getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
