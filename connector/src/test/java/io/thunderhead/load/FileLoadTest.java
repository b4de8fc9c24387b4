package io.thunderhead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.aside.BadRowTally;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.source.SourceFile;
import io.thunderhead.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files into a table: how they are cut, mapped, and what becomes of rows and files that are bad.
 */
class FileLoadTest {
  private static MiniCluster cluster;
  private static int tables;

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();
  private TableName table;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void createTable() {
    table = new TableName("test", "t" + tables++);
    cluster.execute(
        "CREATE TABLE %s (a INT PRIMARY KEY, b VARCHAR(20) DEFAULT 'none', c TINYINT)"
            .formatted(table.quoted()));
  }

  @Test
  void readsOneBigCsvFileInSlicesWhereRecordsBegin() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 500; i++) {
      csv.append(i).append(",\"x\ny\"\"").append(i).append("\",").append(i % 100).append('\n');
    }
    LoadReport report = load(Map.of("max-region-size", "1KiB"), file("t.csv", csv.toString()));
    assertThat(report.rowsLoaded()).isEqualTo(500);
    assertThat(told)
        .anyMatch(line -> line.matches(".*t\\.csv: split into \\d+ where records begin.*"));
    assertThat(read().get(499)).containsExactly("499", "x\ny\"499", "99");
  }

  @Test
  void readsOneBigDumpInSlicesOfStatements() throws IOException {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      sql.append(
          "INSERT INTO t VALUES (%d,'a;b''%d',NULL),\n(%d,'z',1);\n"
              .formatted(2 * i, i, 2 * i + 1));
    }
    LoadReport report = load(Map.of("max-region-size", "1KiB"), file("t.sql", sql.toString()));
    assertThat(report.rowsLoaded()).isEqualTo(600);
    assertThat(told).anyMatch(line -> line.contains("cut where INSERT statements begin"));
    assertThat(read().get(598)).containsExactly("598", "a;b'299", null);
  }

  @Test
  void joinsFilesWithOtherHeadersAndFormats() throws IOException {
    LoadReport report =
        load(
            Map.of(),
            file("1.csv", "c,a\n7,1\n"),
            file("2.csv", "a,b\n2,two\n"),
            file("3.sql", "INSERT INTO t (`b`,`a`) VALUES ('three',3);"));
    assertThat(report.rowsLoaded()).isEqualTo(3);
    assertThat(read())
        .containsExactly(row("1", "none", "7"), row("2", "two", null), row("3", "three", null));
  }

  @Test
  void sendsFieldsToColumnsByTheUsersList() throws IOException {
    load(Map.of("columns", "c,@unused,a", "separator", ";"), file("t.csv", "5;skip;1\n6;skip;2\n"));
    assertThat(read()).containsExactly(row("1", "none", "5"), row("2", "none", "6"));
  }

  @Test
  void leavesOutColumnsThatTheUserIgnores() throws IOException {
    load(Map.of("ignore-columns", "b,other"), file("t.csv", "a,b,other\n1,x,y\n"));
    assertThat(read()).containsExactly(row("1", "none", null));
  }

  @Test
  void computesColumnsFromVariablesAndKeepsTheOthersExact() throws IOException {
    Path csv = file("t.csv", "1;one;3\n2;\\N;4\n");
    load(
        Map.of("columns", "a,@name,@n", "separator", ";"),
        Map.of("b", "concat('<', coalesce(@name, 'null'), '>')", "c", "@n * 2"),
        Map.of(),
        files(csv));
    assertThat(read()).containsExactly(row("1", "<one>", "6"), row("2", "<null>", "8"));
  }

  @Test
  void fillsColumnsFromWhereAFileCameFrom() throws IOException {
    List<SourceFile> files =
        files(file("t.csv", "a\n1\n")).stream().map(each -> each.with(Map.of("b", "eu"))).toList();
    load(Map.of(), Map.of(), Map.of(), files);
    assertThat(read()).containsExactly(row("1", "eu", null));
  }

  @Test
  void setsBadRowsAsideAndLoadsTheOthers() throws IOException {
    Path csv = file("t.csv", "a,b,c\n1,ok,1\n2,big,300\n3,\"x\"y,1\n4,ok,4\n");
    Path aside = folder.resolve("bad");
    LoadReport report =
        load(
            Map.of(), Map.of(), Map.of("max-error", "2", "bad-rows", aside.toString()), files(csv));
    assertThat(report.rowsRead()).isEqualTo(4);
    assertThat(report.rowsLoaded()).isEqualTo(2);
    assertThat(report.badRows()).isEqualTo(new BadRowCounts(1, 1, 0));
    assertThat(report.checksumsEqual()).isTrue();
    assertThat(read()).containsExactly(row("1", "ok", "1"), row("4", "ok", "4"));
    List<JsonNode> bad = badRows(aside);
    assertThat(bad).hasSize(2);
    assertThat(bad.get(0).path("file").asText()).endsWith("t.csv");
    assertThat(bad.get(0).path("offset").asLong()).isEqualTo(13);
    assertThat(bad.get(0).path("column").asText()).isEqualTo("c");
    assertThat(bad.get(0).path("kind").asText()).isEqualTo("type");
    assertThat(bad.get(0).path("values").toString()).isEqualTo("[\"2\",\"big\",\"300\"]");
    assertThat(bad.get(1).path("kind").asText()).isEqualTo("syntax");
    assertThat(report.toText()).contains("4 read = 2 loaded + 2 set aside", report.badRowsPlace());
  }

  @Test
  void failsAtTheFirstBadRowAndWritesNothing() throws IOException {
    LoadException failure = failure(Map.of(), files(file("t.csv", "a,b,c\n1,ok,1\n2,big,300\n")));
    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW);
    assertThat(failure)
        .hasMessageContaining("t.csv:13")
        .hasMessageContaining("300")
        .hasMessageContaining("Nothing was written to table");
    assertThat(read()).isEmpty();
  }

  @Test
  void countsBadRowsOfAllPartitionsAgainstTheLimit() throws IOException {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.addAll(files(file(i + ".csv", "a,b,c\n" + i + ",ok,1\n9" + i + ",big,300\n")));
    }
    Path aside = folder.resolve("bad");
    LoadException failure = failure(Map.of("max-error", "2", "bad-rows", aside.toString()), files);
    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW);
    assertThat(failure).hasMessageContaining("max-error");
    assertThat(read()).isEmpty();
  }

  @Test
  void tellsAFileThatChangedSinceItWasListed() throws IOException {
    Path csv = file("t.csv", "a\n1\n");
    List<SourceFile> files = files(csv);
    Files.writeString(csv, "a\n1\n2\n");
    LoadException failure = failure(Map.of(), files);
    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    assertThat(failure).hasMessageContaining("4 bytes").hasMessageContaining("6 bytes");
    assertThat(read()).isEmpty();
  }

  @Test
  void tellsAFileThatIsGone() throws IOException {
    Path csv = file("t.csv", "a\n1\n");
    List<SourceFile> files = files(csv);
    Files.delete(csv);
    LoadException failure = failure(Map.of(), files);
    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    assertThat(failure).hasMessageContaining("t.csv is gone");
  }

  @Test
  void countsATaskThatRunsTwiceOnce() {
    BadRowTally driver = new BadRowTally();
    for (String attempt : List.of("00003-7.jsonl", "00003-9.jsonl")) {
      BadRowTally task = (BadRowTally) driver.copyAndReset();
      task.add(new BadRowTally.OfPartition(3, new BadRowCounts(1, 2, 0), attempt));
      driver.merge(task);
    }
    assertThat(driver.counts().total()).isEqualTo(3);
    assertThat(driver.value().get(3).file()).isEqualTo("00003-9.jsonl");
  }

  private LoadReport load(Map<String, String> source, Path... files) {
    return load(source, Map.of(), Map.of(), files(files));
  }

  private LoadException failure(Map<String, String> options, List<SourceFile> files) {
    return catchThrowableOfType(
        LoadException.class, () -> load(Map.of(), Map.of(), options, files));
  }

  private LoadReport load(
      Map<String, String> source,
      Map<String, String> set,
      Map<String, String> more,
      List<SourceFile> files) {
    Map<String, String> options = new HashMap<>(more);
    options.put("pd", cluster.pdAddress());
    options.put("table", table.toString());
    InputSettings settings = InputSettings.of(SourceOptions.parse(source));
    return BulkLoad.run(
        LocalSpark.session(),
        new FileInput(files, settings, set),
        LoadOptions.parse(options),
        told::add);
  }

  private static List<SourceFile> files(Path... files) {
    List<String> paths = Stream.of(files).map(Path::toString).toList();
    return TableFiles.of(new FileLister(new Configuration()).list(paths), null);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<List<String>> read() {
    return TableReader.read(List.of(cluster.pdAddress()), table, ZoneId.of("UTC"), 10_000).rows();
  }

  private static List<String> row(String... values) {
    return java.util.Arrays.asList(values);
  }

  private static List<JsonNode> badRows(Path aside) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> all = Files.walk(aside)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
        assertThat(file.getFileName().toString()).startsWith("part-");
        for (String line : Files.readAllLines(file)) {
          rows.add(new ObjectMapper().readTree(line));
        }
      }
    }
    return rows;
  }
}
