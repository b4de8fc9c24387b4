package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.tikv.KvPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WrittenKvsTest {
  private static final KeyRange RANGE = new KeyRange(bytes("a"), bytes("z"));
  private static final List<Long> TIMES = List.of(100L, 200L);
  private static final long NOW = 300;

  /** Values by key and timestamp, null where a key was deleted. */
  private final NavigableMap<String, NavigableMap<Long, String>> versions = new TreeMap<>();

  @Test
  void tellsWhatWasPutReplacedAndDeletedAndWhatOthersMadeOfIt() {
    put("added", 100, "x");
    put("before", 50, "old");
    put("changed by others", 100, "x");
    put("changed by others", 250, "y");
    put("mended", 100, "x");
    put("mended", 200, null);
    put("of others", 150, "y");
    put("replaced", 50, "old");
    put("replaced", 100, "x");
    put("replaced", 200, "z");
    assertThat(told())
        .containsExactly(
            "added: null, x, x",
            "changed by others: null, x, y",
            "mended: null, null, null",
            "replaced: old, z, z");
  }

  @Test
  void walksOverAnyNumberOfPages() {
    Random random = new Random(7);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String key = "k%05d".formatted(i);
      boolean before = random.nextInt(3) == 0;
      boolean ours = random.nextInt(2) == 0;
      if (before) {
        put(key, 10, "old");
      }
      if (ours) {
        put(key, 100, "new" + i);
        expected.add("%s: %s, new%d, new%d".formatted(key, before ? "old" : null, i, i));
      }
    }
    assertThat(told()).isEqualTo(expected);
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    new WrittenKvs(this::scan, RANGE, TIMES, NOW)
        .each(
            (key, before, written, now) ->
                told.add(
                    "%s: %s, %s, %s".formatted(text(key), text(before), text(written), text(now))));
    return told;
  }

  private void put(String key, long ts, String value) {
    versions.computeIfAbsent(key, each -> new TreeMap<>()).put(ts, value);
  }

  private List<KvPair> scan(KeyRange range, long ts, int limit) {
    List<KvPair> found = new ArrayList<>();
    for (var each : versions.tailMap(text(range.start()), true).entrySet()) {
      Map.Entry<Long, String> version = each.getValue().floorEntry(ts);
      if (version != null && version.getValue() != null && found.size() < limit) {
        found.add(new KvPair(bytes(each.getKey()), bytes(version.getValue())));
      }
    }
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
