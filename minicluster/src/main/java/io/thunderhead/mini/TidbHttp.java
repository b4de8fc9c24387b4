package io.thunderhead.mini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.tidb.Backend;
import io.thunderhead.tidb.MiniTidb;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** TiDB's HTTP status server, as far as importers use it. */
final class TidbHttp {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Databases that TiDB keeps in memory, with the ids it gives them. */
  private static final List<String> MEMORY_NAMES =
      List.of("INFORMATION_SCHEMA", "PERFORMANCE_SCHEMA", "METRICS_SCHEMA");

  private static final long[] MEMORY_IDS = {
    4_611_686_018_427_387_905L, 4_611_686_018_427_397_904L, 4_611_686_018_427_407_904L
  };

  private final Backend backend;

  private TidbHttp(Backend backend) {
    this.backend = backend;
  }

  static HttpRoutes routes(Backend backend, MiniTidb tidb) {
    TidbHttp http = new TidbHttp(backend);
    return new HttpRoutes()
        .on("GET", "/status", (request, parts) -> status(tidb))
        .on("GET", "/schema", (request, parts) -> http.schema(request.query().get("table_id")))
        .on("GET", "/schema/{table}", (request, parts) -> http.named(parts.get(0).split("/")));
  }

  private static HttpRoutes.Answer status(MiniTidb tidb) {
    ObjectNode status = MAPPER.createObjectNode();
    status.put("connections", tidb.connections()).put("version", MiniTidb.version());
    status.put("git_hash", "None").putObject("status").put("init_stats_percentage", 0);
    return HttpRoutes.Answer.json(200, status.toString());
  }

  private HttpRoutes.Answer schema(String tableId) {
    if (tableId == null) {
      ArrayNode databases = MAPPER.createArrayNode();
      backend.databases().forEach(databases::add);
      for (int i = 0; i < MEMORY_IDS.length; i++) {
        databases.add(memoryDatabase(MEMORY_IDS[i], MEMORY_NAMES.get(i)));
      }
      return shown(databases);
    }
    for (JsonNode database : backend.databases()) {
      for (JsonNode table : backend.tables(database.path("id").asLong())) {
        if (table.path("id").asText().equals(tableId)) {
          return shown(table);
        }
      }
    }
    return refused("[schema:1146]Table which ID = " + tableId + " does not exist.");
  }

  private static ObjectNode memoryDatabase(long id, String name) {
    ObjectNode node = MAPPER.createObjectNode().put("id", id);
    node.putObject("db_name").put("O", name).put("L", name.toLowerCase(java.util.Locale.ROOT));
    node.put("charset", "utf8mb4").put("collate", "utf8mb4_bin");
    node.putObject("Deprecated");
    return node.put("state", 0).putNull("policy_ref_info");
  }

  private HttpRoutes.Answer named(String[] names) {
    Optional<JsonNode> database = backend.database(names[0]);
    if (database.isEmpty()) {
      return refused("[schema:1049]Unknown database '" + names[0] + "'");
    }
    long id = database.get().path("id").asLong();
    if (names.length == 1) {
      ArrayNode tables = MAPPER.createArrayNode();
      backend.tables(id).forEach(tables::add);
      return shown(tables);
    }
    return backend
        .table(id, names[1])
        .map(TidbHttp::shown)
        .orElseGet(
            () -> refused("[schema:1146]Table '" + names[0] + "." + names[1] + "' doesn't exist"));
  }

  private static HttpRoutes.Answer refused(String message) {
    return HttpRoutes.Answer.text(400, message);
  }

  private static HttpRoutes.Answer shown(JsonNode json) {
    try {
      return HttpRoutes.Answer.json(200, MAPPER.writer(new GoPrinter()).writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema is not written", e);
    }
  }

  /** Indents by one space, as TiDB does. */
  private static final class GoPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    GoPrinter() {
      DefaultIndenter oneSpace = new DefaultIndenter(" ", "\n");
      indentObjectsWith(oneSpace);
      indentArraysWith(oneSpace);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new GoPrinter();
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(": ");
    }
  }
}
