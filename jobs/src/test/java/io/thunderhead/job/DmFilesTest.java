package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DM is told after the load of a dump. */
class DmFilesTest {
  @TempDir private Path folder;
  private Path dump;

  @BeforeEach
  void makeDump() throws IOException {
    dump = Files.createDirectory(folder.resolve("dump"));
    for (String table : List.of("orders_1", "orders_2", "a*b")) {
      Files.writeString(
          dump.resolve("shop." + table + "-schema.sql"), "CREATE TABLE `x` (id INT PRIMARY KEY);");
    }
    Files.writeString(dump.resolve("shop.orders_1.csv"), "id\n1\n");
    Files.writeString(dump.resolve("shop.a*b.csv"), "id\n3\n");
  }

  private CommandRun load(String... more) {
    List<String> command = new ArrayList<>(List.of("import", "--embedded"));
    command.addAll(List.of("--source", dump.toString(), "--dm-task", folder + "/dm"));
    command.addAll(List.of(more));
    return CommandRun.of(command.toArray(String[]::new));
  }

  private JsonNode file(String name) throws IOException {
    return new YAMLMapper().readTree(folder.resolve("dm").resolve(name).toFile());
  }

  private void metadata(String text) throws IOException {
    Files.writeString(dump.resolve("metadata"), text);
  }

  @Test
  void writesATaskThatBeginsWhereTheDumpEnds() throws IOException {
    metadata("SHOW MASTER STATUS:\n\tLog: bin.000007\n\tPos: 197\n\tGTID:a:1-5\n");
    Path config =
        Files.writeString(
            folder.resolve("load.toml"),
            "[[routes]]\nschema-pattern = 'shop'\ntable-pattern = 'orders_*'\ntarget-schema = 'shop'\ntarget-table = 'orders'\n");
    CommandRun run = load("--config", config.toString(), "--dm-source", "db7:3307");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("dmctl start-task");

    JsonNode task = file("dm-task.yaml");
    assertThat(task.path("task-mode").asText()).isEqualTo("incremental");
    assertThat(task.path("shard-mode").asText()).isEqualTo("pessimistic");
    JsonNode instance = task.path("mysql-instances").path(0);
    assertThat(instance.path("meta").toString())
        .isEqualTo("{\"binlog-name\":\"bin.000007\",\"binlog-pos\":197,\"binlog-gtid\":\"a:1-5\"}");
    assertThat(instance.path("route-rules").toString()).isEqualTo("[\"route-1\"]");
    assertThat(task.path("routes").path("route-1").path("target-table").asText())
        .isEqualTo("orders");
    JsonNode allowed = task.path("block-allow-list").path("loaded");
    assertThat(allowed.path("do-dbs").toString()).isEqualTo("[\"shop\"]");
    assertThat(allowed.path("do-tables").findValuesAsText("tbl-name"))
        .as("a shard without rows, too, and no name that is a pattern")
        .containsExactly("~^a\\*b$", "orders_1", "orders_2");
    assertThat(task.has("syncers")).isFalse();

    JsonNode source = file("dm-source.yaml");
    assertThat(source.path("source-id")).isEqualTo(instance.path("source-id"));
    assertThat(source.path("enable-gtid").asBoolean(true)).isFalse();
    assertThat(source.path("from").path("host").asText()).isEqualTo("db7");
    assertThat(source.path("from").path("port").asInt()).isEqualTo(3307);
  }

  @Test
  void takesThePlaceFromTheUserWhereTheExportTellsNone() throws IOException {
    CommandRun refused = load();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--dm-binlog FILE:POSITION");
    assertThat(folder.resolve("dm")).doesNotExist();

    CommandRun run = load("--dm-gtid", "a:1-9");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode task = file("dm-task.yaml");
    JsonNode instance = task.path("mysql-instances").path(0);
    assertThat(instance.path("meta").toString()).isEqualTo("{\"binlog-gtid\":\"a:1-9\"}");
    String syncer = instance.path("syncer-config-name").asText();
    assertThat(task.path("syncers").path(syncer).path("safe-mode").asBoolean()).isTrue();
    assertThat(task.path("shard-mode").asText("x")).isEmpty();
    assertThat(file("dm-source.yaml").path("enable-gtid").asBoolean()).isTrue();
  }

  @Test
  void writesNothingWhenATableFailed() throws IOException {
    metadata("SHOW MASTER STATUS:\n\tLog: bin.000007\n\tPos: 197\n\tGTID:\n");
    Files.writeString(dump.resolve("shop.orders_2.csv"), "id\nx\n");
    CommandRun run = load();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).contains("no files for DM");
    assertThat(folder.resolve("dm")).isEmptyDirectory();
  }

  @Test
  void saysWhatGoesWithWholeSourcesOnly() {
    CommandRun run = load("--table", "shop.orders_1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--tables instead of --table");
    CommandRun both = CommandRun.of("import", "--embedded", "--source", "x", "--from-mysql", "h:1");
    assertThat(both.err()).contains("either --from-mysql or files");
  }
}
