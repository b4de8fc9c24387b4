package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exports, each by one command, against what a real cluster stored of them. */
class DumpImportTest {
  private static final Path GOLDEN = Path.of("../minicluster/src/test/resources/golden/nyc");

  /** How the keys of allocators go on behind the database's; without them ids begin at 1. */
  private static final List<String> ALLOCATORS = List.of("54494944", "5441524944");

  @TempDir private Path folder;

  /** What the cluster said of a table: checksum, KVs and bytes. */
  private record Sum(String checksum, long kvs, long bytes) {}

  @ParameterizedTest
  @ValueSource(strings = {"sql", "csv", "parquet", "sql-zstd", "csv-gzip", "csv-snappy"})
  void storesWhatARealClusterStored(String dump) throws IOException {
    try (MiniCluster cluster = MiniCluster.builder().start()) {
      cluster.write(goldenSchemas());
      Outcome outcome = load(dump, "--pd", cluster.pdAddress());
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(sums(outcome)).isEqualTo(goldenSums());
      assertThat(outcome.out())
          .contains("5 loaded, 0 failed")
          .contains("binlog file tidb-binlog, position ");
    }
  }

  @Test
  void makesDatabaseAndTablesThatAreNotThere() throws IOException {
    Outcome outcome = load("csv-gzip", "--embedded", "--tables", "nyc.airlines,nyc.planes");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Map<String, Sum> sums = sums(outcome);
    assertThat(sums).containsOnlyKeys("nyc.airlines", "nyc.planes");
    sums.forEach(
        (table, sum) -> {
          Sum golden = goldenSums().get(table);
          assertThat(sum.kvs()).isEqualTo(golden.kvs());
          assertThat(sum.bytes()).isEqualTo(golden.bytes());
        });
  }

  @Test
  void gathersShardsAsALightningConfigSays() throws IOException {
    Path dump = Files.createDirectory(folder.resolve("dump"));
    Files.writeString(dump.resolve("shop_eu.orders_1.csv"), "1|eins\n2|\\N\n");
    Files.writeString(dump.resolve("shop_us.orders_2.csv"), "3|three\n");
    Files.writeString(dump.resolve("shop_us.notes.csv"), "9|left out\n");
    Path config =
        Files.writeString(
            folder.resolve("lightning.toml"),
            """
            [mydumper]
            filter = ['shop_*.*', '!*.notes']
            source-id = "m1"
            [mydumper.csv]
            separator = '|'
            header = false
            [[routes]]
            schema-pattern = "shop_*"
            table-pattern = "orders_*"
            target-schema = "shop"
            target-table = "orders"
            [routes.extract-table]
            table-regexp = "orders_(.*)"
            target-column = "shard"
            [routes.extract-schema]
            schema-regexp = "shop_(.*)"
            target-column = "region"
            """);
    Path ddl =
        Files.writeString(
            folder.resolve("shop.sql"),
            "CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY, name VARCHAR(9), shard INT, region VARCHAR(9));");
    Outcome outcome =
        load(dump, "--embedded", "--ddl", ddl.toString(), "--config", config.toString());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.report().path("tables")).hasSize(1);
    assertThat(outcome.report().path("rowsLoaded").asLong()).isEqualTo(3);
  }

  @Test
  void loadsTheOtherTablesWhenOneFails() throws IOException {
    Path dump = Files.createDirectory(folder.resolve("dump"));
    for (String table : List.of("a", "b", "c")) {
      Files.writeString(
          dump.resolve("d." + table + "-schema.sql"), "CREATE TABLE `" + table + "` (id INT);");
      Files.writeString(
          dump.resolve("d." + table + ".csv"), table.equals("b") ? "id\nx\n" : "id\n1\n");
    }
    Outcome outcome = load(dump, "--embedded");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).contains("2 loaded, 1 failed, 2 rows").contains("FAILED");
    assertThat(outcome.err()).contains("error: 1 of 3 tables and views failed: d.b.");
    assertThat(outcome.report().path("tables").get(1).path("error").asText()).isEqualTo("BAD_ROW");
  }

  @Test
  void takesTheWayForAllTablesThatTheirPrechecksAllow() throws IOException {
    Path dump = Files.createDirectory(folder.resolve("dump"));
    for (String table : List.of("a", "b")) {
      Files.writeString(
          dump.resolve("d." + table + "-schema.sql"), "CREATE TABLE `" + table + "` (id INT);");
      Files.writeString(dump.resolve("d." + table + ".csv"), "id\n1\n");
    }
    try (MiniCluster cluster = MiniCluster.builder().start()) {
      String[] auto = {"--pd", cluster.pdAddress(), "--tidb", cluster.tidbAddress()};
      auto = Stream.concat(Stream.of(auto), Stream.of("--backend", "auto")).toArray(String[]::new);
      Outcome empty = load(dump, auto);
      assertThat(empty.exitCode()).as(empty.err()).isZero();
      assertThat(empty.report().path("backendChoice").path("backend").asText()).isEqualTo("local");

      cluster.execute("TRUNCATE TABLE d.a");
      Outcome full = load(dump, auto);
      assertThat(full.err())
          .contains("backend tidb was chosen", "because d.b: CHECK_TARGET_TABLE_EMPTY")
          .doesNotContain("because d.a:");
      assertThat(full.exitCode()).as("the embedded TiDB takes no rows").isNotZero();
    }
  }

  private record Outcome(int exitCode, String err, String out, JsonNode report) {}

  private Outcome load(String dump, String... more) throws IOException {
    return load(GOLDEN.resolve("dumps/" + dump), more);
  }

  private Outcome load(Path dump, String... more) throws IOException {
    Path json = folder.resolve("report.json");
    List<String> arguments = new ArrayList<>(List.of("import"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--source", dump.toString()));
    arguments.addAll(List.of("--json", json.toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    JsonNode report = Files.exists(json) ? new ObjectMapper().readTree(json.toFile()) : null;
    return new Outcome(run.exitCode(), run.err(), run.out(), report);
  }

  private static Map<String, Sum> sums(Outcome outcome) {
    Map<String, Sum> sums = new TreeMap<>();
    for (JsonNode table : outcome.report().path("tables")) {
      JsonNode sum = table.path("checksum").path("remote");
      sums.put(
          table.path("table").asText(),
          new Sum(
              sum.path("checksum").asText(), sum.path("kvs").asLong(), sum.path("bytes").asLong()));
    }
    return sums;
  }

  private static Map<String, Sum> goldenSums() {
    Map<String, Sum> sums = new TreeMap<>();
    for (String table : List.of("airlines", "airports", "flights", "planes", "weather")) {
      List<String> values = lines(GOLDEN.resolve("tables/" + table + "/checksum.tsv"));
      sums.put(
          "nyc." + table,
          new Sum(
              second(values.get(0)),
              Long.parseLong(second(values.get(1))),
              Long.parseLong(second(values.get(2)))));
    }
    return sums;
  }

  private static List<KeyValue> goldenSchemas() {
    return lines(GOLDEN.resolve("meta.tsv")).stream()
        .filter(line -> ALLOCATORS.stream().noneMatch(line::contains))
        .map(line -> line.split("\t"))
        .map(
            pair ->
                new KeyValue(HexFormat.of().parseHex(pair[0]), HexFormat.of().parseHex(pair[1])))
        .toList();
  }

  private static String second(String line) {
    return line.substring(line.indexOf('\t') + 1);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
