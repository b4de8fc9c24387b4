package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/** A database as TiDB keeps it in its metadata (kv-encoding 6.3). */
public record DatabaseInfo(long id, String name, String charset, String collate, SchemaState state)
    implements Serializable {
  /**
   * Reads TiDB's own JSON.
   *
   * @throws IllegalArgumentException when it is not the JSON of a database
   */
  public static DatabaseInfo fromJson(byte[] utf8Json) {
    JsonNode node = Json.parse(utf8Json, "database schema");
    return new DatabaseInfo(
        node.path("id").asLong(),
        Json.name(node.path("db_name")),
        node.path("charset").asText(""),
        node.path("collate").asText(""),
        SchemaState.of(node.path("state").asInt()));
  }
}
