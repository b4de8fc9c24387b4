package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A column (kv-encoding 6.3).
 *
 * @param offset position in the table's list of columns
 * @param defaultValue DEFAULT as TiDB stores it, null when there is none; text of an expression
 *     when {@code defaultIsExpression}; a character for each byte when the type is BIT
 * @param originDefault value of rows older than the column, null when there is none
 * @param generatedExpression expression of a generated column, empty when it is not generated
 * @param typeChanging whether the column is the hidden half of a type change
 * @param version 0: a TIMESTAMP default is in the system time zone; later: in UTC
 */
public record ColumnInfo(
    long id,
    String name,
    int offset,
    FieldType type,
    SchemaState state,
    boolean hidden,
    String defaultValue,
    boolean defaultIsExpression,
    String originDefault,
    String generatedExpression,
    boolean generatedStored,
    boolean typeChanging,
    int version)
    implements Serializable {

  /** Name of the column that tables without a clustered key have beside their own. */
  public static final String ROW_ID = "_tidb_rowid";

  /** Returns the column of row ids, which no table lists (kv-encoding 6.5). */
  public static ColumnInfo rowId() {
    FieldType type =
        new FieldType(FieldType.LONGLONG, 1, 20, 0, "binary", "binary", List.of(), false, false);
    return new ColumnInfo(
        -1, ROW_ID, 0, type, SchemaState.PUBLIC, true, null, false, null, "", false, false, 2);
  }

  static ColumnInfo of(JsonNode node) {
    FieldType type = FieldType.of(node.path("type"));
    return new ColumnInfo(
        node.path("id").asLong(),
        Json.name(node.path("name")),
        node.path("offset").asInt(),
        type,
        SchemaState.of(node.path("state").asInt()),
        node.path("hidden").asBoolean(),
        defaultOf(node, type, "default"),
        node.path("default_is_expr").asBoolean(),
        defaultOf(node, type, "origin_default"),
        node.path("generated_expr_string").asText(""),
        node.path("generated_stored").asBoolean(),
        Json.present(node.path("change_state_info")) || Json.present(node.path("changing_type")),
        node.path("version").asInt());
  }

  /** Tells whether the column is computed from others. */
  public boolean generated() {
    return !generatedExpression.isEmpty();
  }

  private static String defaultOf(JsonNode node, FieldType type, String field) {
    byte[] bits = Json.bytes(node.path(field + "_bit"), field + "_bit");
    if (type.tp() == FieldType.BIT && bits != null) {
      return new String(bits, StandardCharsets.ISO_8859_1);
    }
    return Json.text(node.path(field));
  }
}
