package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EncodeCommandTest {
  private static final Path GOLDEN = Path.of("../minicluster/src/test/resources/golden");

  @TempDir private Path folder;

  private record Outcome(int exitCode, String out, String err) {}

  @ParameterizedTest
  @ValueSource(strings = {"tables", "random"})
  void writesWhatARealClusterStored(String part) throws IOException {
    Path cases = GOLDEN.resolve(part);
    Outcome run = run("encode", "--cases", cases.toString(), "--out", folder.toString());

    assertThat(run.exitCode()).as(run.out()).isZero();
    List<String> names = names(cases);
    assertThat(names).hasSizeGreaterThanOrEqualTo(40);
    for (String name : names) {
      for (String file : List.of("kv.tsv", "checksum.tsv")) {
        assertThat(folder.resolve(name).resolve(file))
            .hasSameTextualContentAs(cases.resolve(name).resolve(file));
      }
      assertThat(folder.resolve(name).resolve("error.txt")).doesNotExist();
    }
  }

  @Test
  void triesEveryCaseAndTellsWhichFailed() throws IOException {
    Path cases = folder.resolve("cases");
    Path good = caseOf(cases, "good", "\"a\",\"b\"\n\"1\",\"x\"\n");
    caseOf(cases, "bad_quote", "\"a\",\"b\"\n\"1\",\"x\n");
    caseOf(cases, "short_line", "a,b\n1\n");
    caseOf(cases, "long_line", "a,b\n1,2,3\n");
    caseOf(cases, "empty", "");
    caseOf(cases, "unknown_column", "a,b,d\n1,x,2\n");
    Path noTable = Files.createDirectories(cases.resolve("no_table"));
    Files.copy(good.resolve("data.csv"), noTable.resolve("data.csv"));
    Path out = folder.resolve("out");

    Outcome run = run("encode", "--cases", cases.toString(), "--out", out.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.out()).endsWith("7 cases: 1 encoded, 6 failed" + System.lineSeparator());
    assertThat(out.resolve("good/kv.tsv")).exists();
    assertThat(error(out, "bad_quote")).contains("data.csv:8: ", "quoted field", "[BAD_ROW]");
    assertThat(error(out, "short_line")).contains("data.csv:4: ", "1 fields", "2", "[BAD_ROW]");
    assertThat(error(out, "long_line")).contains("data.csv:4: ", "more fields", "[BAD_ROW]");
    assertThat(error(out, "empty")).contains("data.csv is empty", "[SOURCE_UNREADABLE]");
    assertThat(error(out, "unknown_column")).contains("no column 'd'", "[SOURCE_SCHEMA_INVALID]");
    assertThat(error(out, "no_table")).contains("table.json is not there", "[SOURCE_UNREADABLE]");
  }

  @Test
  void refusesTwoRowsOfOneKeyAndForgetsEarlierFiles() throws IOException {
    Path cases = folder.resolve("cases");
    Path table = Files.createDirectories(cases.resolve("int_pk"));
    Files.copy(GOLDEN.resolve("tables/int_pk/table.json"), table.resolve("table.json"));
    String header = Files.readAllLines(GOLDEN.resolve("tables/int_pk/data.csv")).get(0);
    String row = Files.readAllLines(GOLDEN.resolve("tables/int_pk/data.csv")).get(1);
    Path out = Files.createDirectories(folder.resolve("out/int_pk"));
    Files.writeString(out.resolve("kv.tsv"), "old");
    Files.writeString(table.resolve("data.csv"), header + "\n" + row + "\n" + row + "\n");

    Outcome run = run("encode", "--cases", cases.toString(), "--out", out.getParent().toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(error(out.getParent(), "int_pk")).contains("[DUPLICATE_KEY]");
    assertThat(out.resolve("kv.tsv")).doesNotExist();
  }

  @Test
  void printsTheRowsOfOneFileForPeople() throws IOException {
    Path golden = GOLDEN.resolve("tables/no_pk");
    Outcome run =
        run(
            "encode",
            "--table-info",
            golden.resolve("table.json").toString(),
            "--source",
            golden.resolve("data.csv").toString(),
            "--limit",
            "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).anyMatch(line -> line.startsWith("record\ttable no_pk\thandle 2\t74"));
    assertThat(lines).noneMatch(line -> line.contains("handle 3"));
    assertThat(lines.stream().filter(line -> line.startsWith("record"))).hasSize(2);
  }

  @Test
  void asksForOneFileOrForCases() {
    Outcome run = run("encode", "--cases", "x", "--source", "y");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(run.err()).contains("Give either --table-info and --source, or --cases and --out");
  }

  private static Path caseOf(Path cases, String name, String csv) throws IOException {
    Path table = Files.createDirectories(cases.resolve(name));
    Files.copy(GOLDEN.resolve("tables/no_pk/table.json"), table.resolve("table.json"));
    Files.writeString(table.resolve("data.csv"), csv);
    return table;
  }

  private static String error(Path out, String name) throws IOException {
    List<String> lines = Files.readAllLines(out.resolve(name).resolve("error.txt"));
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<String> names(Path cases) throws IOException {
    try (Stream<Path> all = Files.list(cases)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Thunderhead.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return new Outcome(line.execute(arguments), out.toString(), err.toString());
  }
}
