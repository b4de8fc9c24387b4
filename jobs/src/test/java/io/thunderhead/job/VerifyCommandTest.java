package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} by its command line. */
class VerifyCommandTest {
  @TempDir private Path folder;

  @Test
  void comparesAnExportWithItsTables() throws IOException {
    Path dump = Files.createDirectory(folder.resolve("dump"));
    Files.writeString(dump.resolve("d.a.csv"), "id,v\n1,one\n2,two\n");
    Path second = Files.writeString(dump.resolve("d.b.csv"), "id,v\n3,three\n");
    Path json = folder.resolve("report.json");
    Path toml = folder.resolve("diff.toml");
    try (MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start()) {
      cluster.execute(
          "CREATE DATABASE d; CREATE TABLE d.a (id INT PRIMARY KEY, v VARCHAR(9)); CREATE TABLE d.b (id INT PRIMARY KEY, v VARCHAR(9), n BIGINT AS (id + 1));");
      String[] where = {"--pd", cluster.pdAddress(), "--source", dump.toString()};
      CommandRun load = run("import", where, "--job-dir", "none", "--no-schema");
      assertThat(load.exitCode()).as(load.err()).isZero();
      CommandRun same =
          run("verify", where, "--json", json.toString(), "--sync-diff-config", toml.toString());
      assertThat(same.exitCode()).as(same.err() + same.out()).isZero();
      assertThat(same.out()).contains("2 tables compared, 0 of them differ");
      assertThat(new ObjectMapper().readTree(json.toFile()).path("tables")).hasSize(2);
      JsonNode config = new TomlMapper().readTree(toml.toFile());
      assertThat(config.path("task").path("target-check-tables"))
          .extracting(JsonNode::asText)
          .containsExactly("d.a", "d.b");
      assertThat(config.path("table-configs").path("config1").path("ignore-columns"))
          .extracting(JsonNode::asText)
          .containsExactly("n");

      Files.writeString(second, "id,v\n3,threE\n");
      CommandRun different = run("verify", where, "--tables", "d.b");
      assertThat(different.exitCode()).isEqualTo(ExitCode.DIFFERENT);
      assertThat(different.out()).contains("v: source 'threE', target 'three'");
    }
  }

  private static CommandRun run(String command, String[] where, String... more) {
    return CommandRun.of(
        java.util.stream.Stream.of(List.of(command), List.of(where), List.of(more))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  @Test
  void asksForASourceAndATarget() {
    assertThat(CommandRun.of("verify", "--pd", "127.0.0.1:1").err()).contains("--mysql");
    assertThat(CommandRun.of("verify", "--csv", "x.csv", "--table", "d.t").err())
        .contains("--pd=VALUE");
    assertThat(
            CommandRun.of("verify", "--mysql", "h:1", "--csv", "x", "--pd", "h:2", "--table", "d.t")
                .err())
        .contains("either --mysql or files");
  }

  @Test
  void writesAConfigurationThatSyncDiffInspectorKnows() throws IOException {
    SyncDiffConfig config =
        new SyncDiffConfig(
            LoadOptions.parse(
                Map.of("table", "d.t", "pd", "h:2379", "tidb", "tidb.example:4000", "user", "me")));
    config.source("mysql.example:3307", "repl");
    TableName odd = new TableName("shop-eu", "o\"r");
    config.add(new TableName("shop", "orders_1"), new TableName("shop", "orders"));
    config.add(odd, odd);
    config.ignore(odd, List.of("id (given by the load)", "at (given by the load)"));
    JsonNode toml = new TomlMapper().readTree(config.toToml());
    assertThat(names(toml))
        .isEqualTo(
            Set.of(
                "check-thread-count",
                "export-fix-sql",
                "check-struct-only",
                "data-sources",
                "routes",
                "task",
                "table-configs"));
    assertThat(names(toml.path("data-sources").path("source")))
        .isEqualTo(Set.of("host", "port", "user", "password", "route-rules"));
    assertThat(names(toml.path("routes").path("rule1")))
        .isEqualTo(Set.of("schema-pattern", "table-pattern", "target-schema", "target-table"));
    assertThat(names(toml.path("task")))
        .isEqualTo(
            Set.of(
                "output-dir",
                "source-instances",
                "target-instance",
                "target-check-tables",
                "target-configs"));
    assertThat(names(toml.path("table-configs").path("config1")))
        .isEqualTo(Set.of("target-tables", "ignore-columns"));
    assertThat(toml.at("/data-sources/target/host").asText()).isEqualTo("tidb.example");
    assertThat(toml.at("/data-sources/source/port").asInt()).isEqualTo(3307);
    assertThat(toml.at("/task/target-check-tables/1").asText()).isEqualTo("`shop-eu`.`o\"r`");
    assertThat(toml.at("/table-configs/config1/ignore-columns/0").asText()).isEqualTo("id");
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
