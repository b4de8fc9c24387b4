package io.thunderhead.schema;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the fields of TiDB's schema JSON; what is absent or null is a zero value (kv-encoding 6.3).
 */
final class Json {
  private static final ObjectMapper MAPPER = newMapper();

  private Json() {}

  /**
   * Parses one object.
   *
   * @throws IllegalArgumentException when the bytes are not a JSON object
   */
  static JsonNode parse(byte[] utf8, String what) {
    try {
      JsonNode node = MAPPER.readTree(utf8);
      if (node == null || !node.isObject()) {
        throw new IllegalArgumentException(what + ": not a JSON object");
      }
      return node;
    } catch (IOException e) {
      throw new IllegalArgumentException(what + ": not JSON: " + e.getMessage(), e);
    }
  }

  /** Reads an identifier: {@code {"O":…,"L":…}} or a plain string. */
  static String name(JsonNode node) {
    return node.isObject() ? node.path("O").asText("") : node.asText("");
  }

  /** Reads text, null when absent. */
  static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? null : node.asText();
  }

  /** Tells whether a field holds something. */
  static boolean present(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Reads base64 bytes, null when absent. */
  static byte[] bytes(JsonNode node, String what) {
    try {
      return present(node) ? node.binaryValue() : null;
    } catch (IOException e) {
      throw new IllegalArgumentException(what + ": not base64: " + node, e);
    }
  }

  /** Reads a list, empty when absent. */
  static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    List<T> list = new ArrayList<>(array.size());
    array.forEach(node -> list.add(each.apply(node)));
    return List.copyOf(list);
  }

  private static ObjectMapper newMapper() {
    ObjectMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    return mapper;
  }
}
