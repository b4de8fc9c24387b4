package io.thunderhead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks with stores in processes of their own. */
class LoadBenchTest {
  @TempDir private Path folder;

  @Test
  void writesFiguresOfAWholeLoadBesideSparks() throws IOException {
    Path csv = folder.resolve("lineitem.csv");
    StringBuilder rows = new StringBuilder();
    for (LineItem row : new LineItemGenerator(0.001, 1, 60)) {
      rows.append(row.toLine().replace(",", " ").replaceAll("\\|$", "").replace('|', ','))
          .append('\n');
    }
    Files.writeString(csv, rows);
    assertThat(run("load", "--csv", csv.toString(), "--work", folder.toString(), "--profile"))
        .isZero();
    assertThat(Files.readString(folder.resolve("load.md")))
        .contains(
            "| load | ",
            "| Spark reads and sorts | ",
            "| load / Spark reads | ",
            "| phase: sample | ",
            "processor s",
            "shuffle write MB",
            "peak heap MB",
            "lz4: ");
  }

  @Test
  void writesFiguresOfTrafficBesideALoad() throws IOException {
    assertThat(run("traffic")).isZero();
    assertThat(Files.readString(folder.resolve("traffic.md")))
        .contains("| no load | ", "| load | ", "| load, limited | ", "read p99 ms", "write max ms");
  }

  private int run(String benchmark, String... more) {
    return QuickBench.run(folder, benchmark, more);
  }
}
