package io.thunderhead.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Any bytes in any dialect give the rows and bad rows that {@link SlowCsv} reads. */
class CsvFuzzTest {
  private static final int INPUTS = 10_000;
  private static final int[] WINDOWS = {1, 7, 32, 1024};

  @Test
  void readsAnyBytesAsTheRulesSay() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int seed = 0; seed < INPUTS; seed++) {
            check(seed);
          }
        });
  }

  private static void check(int seed) throws IOException {
    Random random = new Random(seed);
    CsvDialect dialect = RandomCsv.dialect(random);
    byte[] bytes = RandomCsv.bytes(random, dialect);
    int window = WINDOWS[random.nextInt(WINDOWS.length)];
    List<String> expected = Outline.of(SlowCsv.read(dialect, bytes), dialect);
    List<String> rows = Outline.of(ReadBack.read(dialect, bytes, window));
    if (!rows.equals(expected)) {
      assertThat(rows)
          .as("seed %d, window %d, %s%n%s", seed, window, dialect, Outline.shown(bytes))
          .isEqualTo(expected);
    }
  }
}
