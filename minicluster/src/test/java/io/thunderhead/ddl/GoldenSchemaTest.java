package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema of the golden data becomes the TableInfo that TiDB stored for it. */
class GoldenSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String set : List.of("tables", "random")) {
      try (Stream<Path> found = Files.list(golden().resolve(set))) {
        found.sorted().forEach(folders::add);
      }
    }
    return folders.stream();
  }

  static Stream<String> flightTables() {
    return Stream.of("airlines", "airports", "flights", "planes", "weather");
  }

  private static Path golden() {
    URL url = GoldenSchemaTest.class.getResource("/golden");
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Catalog catalog() {
    AtomicLong ids = new AtomicLong(100);
    return new Catalog(ids::incrementAndGet, () -> 470612353658912779L);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void buildsWhatTidbStored(Path folder) throws IOException {
    Catalog catalog = catalog();
    catalog.execute("CREATE DATABASE golden");
    catalog.execute("golden", Files.readString(folder.resolve("schema.sql")));
    JsonNode expected = JSON.readTree(folder.resolve("table.json").toFile());
    assertSame(catalog, "golden", expected);
  }

  @ParameterizedTest
  @MethodSource("flightTables")
  void buildsWhatTidbStoredForDumpedSchemas(String table) throws IOException {
    Catalog catalog = catalog();
    Path nyc = golden().resolve("nyc");
    catalog.execute(Files.readString(nyc.resolve("schema/nyc-schema-create.sql")));
    catalog.execute("nyc", Files.readString(nyc.resolve("schema/nyc." + table + "-schema.sql")));
    JsonNode expected =
        JSON.readTree(nyc.resolve("tables").resolve(table).resolve("table.json").toFile());
    assertSame(catalog, "nyc", expected);
  }

  @Test
  void buildsTheDatabaseThatTidbStored() throws IOException {
    Path nyc = golden().resolve("nyc");
    JsonNode expected = null;
    for (String line : Files.readAllLines(nyc.resolve("meta.tsv"))) {
      byte[] value = HexFormat.of().parseHex(line.substring(line.indexOf('\t') + 1));
      if (new String(value, java.nio.charset.StandardCharsets.UTF_8)
          .contains("\"db_name\":{\"O\":\"nyc\"")) {
        expected = JSON.readTree(value);
      }
    }
    Catalog catalog = catalog();
    catalog.execute(Files.readString(nyc.resolve("schema/nyc-schema-create.sql")));
    ObjectNode actual = catalog.database("NYC").orElseThrow();
    assertThat(fieldNames(actual)).isEqualTo(fieldNames(expected));
    assertThat(JSON.readTree(actual.put("id", expected.get("id").asLong()).toString()))
        .isEqualTo(expected);
  }

  /**
   * The stored tables were read after a load, which raises AUTO_RANDOM's base by an ALTER TABLE;
   * the same statement makes the same table here.
   */
  private static void assertSame(Catalog catalog, String database, JsonNode expected)
      throws IOException {
    String name = expected.at("/name/O").asText();
    ObjectNode actual = catalog.table(database, name).orElseThrow();
    long base = expected.get("auto_rand_id").asLong();
    if (actual.get("auto_rand_id").asLong() != base) {
      catalog.execute(database, "ALTER TABLE `" + name + "` AUTO_RANDOM_BASE = " + base);
      actual = catalog.table(database, name).orElseThrow();
    }
    assertThat(fieldNames(actual)).isEqualTo(fieldNames(expected));
    assertThat(pretty(actual)).isEqualTo(pretty(expected));
  }

  private static List<String> fieldNames(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Fields sorted, ids of table and partitions and the time of the last change left out. */
  private static String pretty(JsonNode table) throws IOException {
    ObjectNode copy = (ObjectNode) JSON.readTree(table.toString());
    copy.remove(List.of("id", "update_timestamp"));
    for (JsonNode definition : copy.at("/partition/definitions")) {
      ((ObjectNode) definition).remove("id");
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted(copy));
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      var array = JSON.createArrayNode();
      node.forEach(item -> array.add(sorted(item)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode out = JSON.createObjectNode();
    TreeSet<String> names = new TreeSet<>();
    for (Iterator<Map.Entry<String, JsonNode>> it = node.fields(); it.hasNext(); ) {
      names.add(it.next().getKey());
    }
    names.forEach(name -> out.set(name, sorted(node.get(name))));
    return out;
  }
}
