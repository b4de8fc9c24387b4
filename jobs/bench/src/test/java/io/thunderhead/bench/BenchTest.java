package io.thunderhead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark runs and writes its figures; how fast it is shows only a full run. */
class BenchTest {
  @TempDir private Path folder;

  @Test
  void everyInputIsEncoded() {
    for (String name : EncodeInput.names()) {
      assertThat(EncodeInput.of(name).encoded().length()).as(name).isGreaterThan(0);
    }
  }

  @Test
  void writesFiguresOfEncoding() throws IOException {
    assertThat(run("encode", "--only", "^(int_pk|key|DATE)$")).isZero();
    assertThat(run("encode", "--only", "^int_pk$", "--label", "again")).isZero();
    assertThat(Files.readString(folder.resolve("encode.json")))
        .contains("\"latest\"", "\"again\"", "allocated bytes/row", "crc64", "memcpy", "ns/value");
    assertThat(Files.readString(folder.resolve("encode.md")))
        .contains("Run: again.", "| int_pk | ", "## int_pk, run after run", "| latest | ");
  }

  @Test
  void writesFiguresOfReadingParquet() throws IOException {
    assertThat(run("parquet", "--rows", "2000", "--rounds", "1")).isZero();
    assertThat(Files.readString(folder.resolve("parquet.md")))
        .contains("| flights | ", "| lineitem | ", "Spark's rows/s");
  }

  @Test
  void writesFiguresOfReadersBesideSparks() throws IOException {
    assertThat(run("readers", "--only", "^(lineitem|dumpling)$")).isZero();
    assertThat(Files.readString(folder.resolve("readers.json")))
        .contains("lineitem", "dumpling", "Spark's MB/s", "finding slices");
  }

  @Test
  void writesFiguresOfReadingSql() throws IOException {
    assertThat(run("sql", "--only", "planes")).isZero();
    assertThat(Files.readString(folder.resolve("sql.md")))
        .contains("| planes | ", "rows/s", "finding slices", "of CRC-32");
  }

  @Test
  void writesFiguresOfBuildingSsts() throws IOException {
    assertThat(run("sst", "--only", "planes")).isZero();
    assertThat(Files.readString(folder.resolve("sst.md")))
        .contains("| planes zstd | ", "| planes none | ", "build MB/s", "files to replica");
  }

  @Test
  void writesFiguresOfConflicts() throws IOException {
    assertThat(run("conflicts", "--rows", "4000", "--paired-rows", "4000", "--rounds", "1"))
        .isZero();
    assertThat(Files.readString(folder.resolve("conflicts.md")))
        .contains("| one key, ignore | 4 000 | 4 000 | 3 999 |", "| no conflicts | ", "heap MB");
  }

  @Test
  void writesFiguresOfRowsBySqlBesideSparks() throws IOException {
    String work = folder.resolve("work").toString();
    assertThat(run("logical", "--only", "narrow", "--rows", "500", "--rounds", "1", "--work", work))
        .isZero();
    assertThat(Files.readString(folder.resolve("logical.md")))
        .contains("| narrow, backend=tidb | 500 | ", "| narrow, ours / best of Spark's | ");
  }

  private int run(String benchmark, String... more) {
    return QuickBench.run(folder, benchmark, more);
  }
}
