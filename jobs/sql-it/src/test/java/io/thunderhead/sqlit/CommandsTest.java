package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.job.Thunderhead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads by SQL as users type them. */
class CommandsTest {
  private MariaDb server;

  @TempDir private Path folder;

  @BeforeEach
  void makeTable() throws Exception {
    server = MariaDb.shared();
    server.run(
        "CREATE DATABASE IF NOT EXISTS d; DROP TABLE IF EXISTS d.c; DROP DATABASE IF EXISTS dd;"
            + "CREATE TABLE d.c (id BIGINT PRIMARY KEY, v VARCHAR(20)) PARTITION BY RANGE (id)"
            + " (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (1000))");
  }

  private int run(String command, String backend, String... more) {
    List<String> all =
        new ArrayList<>(List.of(command, "--backend", backend, "--tidb", server.address()));
    all.addAll(List.of(more));
    return Thunderhead.run(all.toArray(String[]::new));
  }

  private String csv(String text) throws Exception {
    return Files.writeString(folder.resolve("d.c.csv"), "id,v\n" + text).toString();
  }

  private JsonNode report() throws Exception {
    return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
  }

  private String json() {
    return folder.resolve("report.json").toString();
  }

  @Test
  void loadsAWholeExportAndMakesItsTables() throws Exception {
    Files.writeString(folder.resolve("dd-schema-create.sql"), "CREATE DATABASE `dd`;");
    for (String table : List.of("a", "b")) {
      Files.writeString(
          folder.resolve("dd." + table + "-schema.sql"),
          "CREATE TABLE `%s` (`id` INT PRIMARY KEY, `v` VARCHAR(9));".formatted(table));
    }
    Files.writeString(folder.resolve("dd.a.000000000.csv"), "\"id\",\"v\"\n1,\"x\"\n2,\"y\"\n");
    Files.writeString(
        folder.resolve("dd.b.000000000.sql"), "INSERT INTO `b` VALUES (7,'it''s'),(8,NULL);\n");
    assertThat(run("import", "auto", "--source", folder.toString(), "--json", json())).isZero();
    assertThat(server.rows("SELECT COUNT(*), SUM(id) FROM dd.a")).containsExactly("2,3");
    assertThat(server.rows("SELECT v FROM dd.b WHERE id = 7")).containsExactly("it's");
    assertThat(report().path("rowsLoaded").asLong()).isEqualTo(4);
    assertThat(report().path("tables").get(0).path("backend").asText()).isEqualTo("tidb");
    assertThat(report().path("backendChoice").path("reasons")).hasSize(1);
    assertThat(report().path("backendChoice").path("reasons").get(0).asText())
        .contains("option pd");
  }

  @Test
  void fillsThePartitionsThatAreNamedAlone() throws Exception {
    String file = csv("1,a\n500,b\n");
    String bad = folder.resolve("bad").toString();
    assertThat(
            run(
                "import",
                "tidb",
                "--table",
                "d.c",
                "--csv",
                file,
                "--partitions",
                "p0",
                "--max-error",
                "1",
                "--bad-rows",
                bad))
        .isZero();
    assertThat(server.rows("SELECT id FROM d.c")).containsExactly("1");
  }

  @Test
  void takesSqlWherePdDoesNotAnswerAndTellsWhy() throws Exception {
    String file = csv("1,a\n");
    assertThat(run("import", "auto", "--table", "d.c", "--csv", file, "--json", json())).isZero();
    assertThat(report().path("backendChoice").path("backend").asText()).isEqualTo("tidb");
    assertThat(report().path("backendChoice").path("reasons").get(0).asText())
        .contains("option pd");
    assertThat(server.rows("SELECT id FROM d.c")).containsExactly("1");
    assertThat(run("precheck", "auto", "--table", "d.c", "--pd", "127.0.0.1:1")).isZero();
  }

  @Test
  void writesNothingInADryRun() throws Exception {
    String file = csv("1,a\n2,a value that is far too long\n");
    assertThat(run("import", "tidb", "--table", "d.c", "--csv", file, "--dry-run")).isZero();
    assertThat(server.count("SELECT COUNT(*) FROM d.c")).isZero();
    assertThat(server.rows("SHOW TABLES FROM d LIKE 'thunderhead%'")).isEmpty();
  }

  @Test
  void tellsBeforeALoadWhatWouldFailIt() throws Exception {
    assertThat(run("precheck", "tidb", "--table", "d.c")).isZero();
    assertThat(run("precheck", "tidb", "--table", "d.nothere")).isNotZero();
    assertThat(run("precheck", "tidb", "--table", "d.c", "--time-zone", "Europe/Berlin"))
        .as("the server has no table of zones")
        .isNotZero();
    server.run("INSERT INTO d.c VALUES (1, 'a')");
    assertThat(run("precheck", "tidb", "--table", "d.c", "--mode", "import")).isNotZero();
  }
}
