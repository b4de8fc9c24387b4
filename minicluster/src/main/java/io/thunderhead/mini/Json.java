package io.thunderhead.mini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads and writes JSON of HTTP bodies. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode read(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** Reads an object that lies beside this class. */
  static ObjectNode resource(String name) {
    try (InputStream in = Json.class.getResourceAsStream(name)) {
      return (ObjectNode) MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name + " is not read", e);
    }
  }

  static HttpRoutes.Answer answer(int status, JsonNode body) {
    return HttpRoutes.Answer.json(status, body.toPrettyString());
  }

  /** Answers with a JSON string. */
  static HttpRoutes.Answer answer(int status, String text) {
    return answer(status, MAPPER.getNodeFactory().textNode(text));
  }

  static HttpRoutes.Answer ok(JsonNode body) {
    return answer(200, body);
  }
}
