package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;

/**
 * An index (kv-encoding 6.3).
 *
 * @param columnar whether it lives outside TiKV: vector, inverted and full-text indexes
 * @param backfillState 0 unless the index is being built
 * @param condition predicate of a partial index, empty for all rows
 */
public record IndexInfo(
    long id,
    String name,
    List<IndexColumn> columns,
    SchemaState state,
    int backfillState,
    boolean unique,
    boolean primary,
    boolean global,
    boolean multiValued,
    boolean columnar,
    String condition,
    int globalIndexVersion)
    implements Serializable {

  /** Takes a copy of the columns. */
  public IndexInfo {
    columns = List.copyOf(columns);
  }

  static IndexInfo of(JsonNode node) {
    return new IndexInfo(
        node.path("id").asLong(),
        Json.name(node.path("idx_name")),
        Json.list(node.path("idx_cols"), IndexColumn::of),
        SchemaState.of(node.path("state").asInt()),
        node.path("backfill_state").asInt(),
        node.path("is_unique").asBoolean(),
        node.path("is_primary").asBoolean(),
        node.path("is_global").asBoolean(),
        node.path("mv_index").asBoolean(),
        Json.present(node.path("vector_index"))
            || Json.present(node.path("inverted_index"))
            || Json.present(node.path("full_text_index")),
        node.path("condition_expr_string").asText(""),
        node.path("global_index_version").asInt());
  }
}
