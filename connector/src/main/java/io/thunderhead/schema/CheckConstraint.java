package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/** A CHECK constraint. */
public record CheckConstraint(String name, String expression, boolean enforced, SchemaState state)
    implements Serializable {
  static CheckConstraint of(JsonNode node) {
    return new CheckConstraint(
        Json.name(node.path("constraint_name")),
        node.path("expr_string").asText(""),
        node.path("enforced").asBoolean(),
        SchemaState.of(node.path("state").asInt()));
  }
}
