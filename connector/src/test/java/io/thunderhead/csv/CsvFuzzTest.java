package io.thunderhead.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Any bytes in any dialect give the rows and bad rows that {@link SlowCsv} reads. */
class CsvFuzzTest {
  private static final int INPUTS = 20_000;
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
    List<SlowCsv.Result> expected = SlowCsv.read(dialect, bytes);
    List<ReadBack.Row> rows = ReadBack.read(dialect, bytes, window);
    String input =
        "seed %d, window %d, %s%n%s"
            .formatted(seed, window, dialect, new String(bytes, StandardCharsets.ISO_8859_1));
    assertThat(outline(rows)).as(input).isEqualTo(outline(expected, dialect));
  }

  private static List<String> outline(List<ReadBack.Row> rows) {
    List<String> lines = new ArrayList<>();
    for (ReadBack.Row row : rows) {
      lines.add(
          row.offset() + (row.problem() == null ? " " + row.fields() : " " + kind(row.problem())));
    }
    return lines;
  }

  private static String kind(String problem) {
    for (CsvProblem each : CsvProblem.values()) {
      String reason = each.reason(0, 1);
      String words = reason.substring(reason.indexOf(':'), reason.indexOf(';'));
      if (problem.contains(words)) {
        return each.name();
      }
    }
    return problem;
  }

  private static List<String> outline(List<SlowCsv.Result> results, CsvDialect dialect) {
    List<String> lines = new ArrayList<>();
    for (SlowCsv.Result each : results) {
      List<String> fields = each.fields();
      int columns = dialect.columns().size();
      List<String> kept =
          fields.size() > columns
              ? fields.subList(0, columns)
              : Collections.unmodifiableList(fields);
      lines.add(each.offset() + " " + (each.problem() == null ? kept : each.problem().name()));
    }
    return lines;
  }
}
