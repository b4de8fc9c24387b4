package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/**
 * One column of an index.
 *
 * @param offset position in the table's list of columns
 * @param length prefix length in characters, or bytes of a binary or ASCII column; -1 for all of it
 * @param changingType whether the index is built on the new type of a changing column
 */
public record IndexColumn(String name, int offset, int length, boolean changingType)
    implements Serializable {
  /** The length of a column that is indexed whole. */
  public static final int WHOLE = -1;

  static IndexColumn of(JsonNode node) {
    return new IndexColumn(
        Json.name(node.path("name")),
        node.path("offset").asInt(),
        node.path("length").asInt(WHOLE),
        node.path("using_changing_type").asBoolean());
  }
}
