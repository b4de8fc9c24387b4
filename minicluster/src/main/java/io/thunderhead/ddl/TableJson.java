package io.thunderhead.ddl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Writes metadata as the JSON of the meta keys, kv-encoding 6.3 and 6.4, in TiDB's field order. */
final class TableJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int PUBLIC = 5;
  private static final int TABLE_VERSION = 5;
  private static final int COLUMN_VERSION = 2;

  private TableJson() {}

  static ObjectNode database(long id, Name name, String charset, String collate) {
    ObjectNode node = NODES.objectNode();
    node.put("id", id);
    node.set("db_name", name(name));
    node.put("charset", charset).put("collate", collate);
    node.set("Deprecated", NODES.objectNode());
    node.put("state", PUBLIC).putNull("policy_ref_info");
    return node;
  }

  static ObjectNode table(TableInfo t) {
    ObjectNode node = NODES.objectNode();
    node.put("id", t.id);
    node.set("name", name(t.name));
    node.put("charset", t.charset).put("collate", t.collate);
    array(node, "cols", t.columns, (out, column) -> out.add(column(column)));
    array(node, "index_info", t.indexes, (out, index) -> out.add(index(index)));
    array(node, "constraint_info", t.checks, (out, check) -> out.add(check(check)));
    array(node, "fk_info", t.foreignKeys, (out, key) -> out.add(foreignKey(key)));
    node.put("state", PUBLIC)
        .put("pk_is_handle", t.pkIsHandle)
        .put("is_common_handle", t.commonHandle)
        .put("common_handle_version", t.commonHandle ? 1 : 0)
        .put("comment", t.comment)
        .put("auto_inc_id", t.autoIncrementId)
        .put("auto_id_cache", t.autoIdCache)
        .put("auto_rand_id", t.autoRandomId)
        .put("max_col_id", t.maxColumnId)
        .put("max_idx_id", t.maxIndexId)
        .put("max_fk_id", t.maxForeignKeyId)
        .put("max_cst_id", t.maxCheckId)
        .put("update_timestamp", t.updateTimestamp);
    if (t.allocatorDatabaseId != 0) {
      node.put("old_schema_id", t.allocatorDatabaseId);
    }
    node.put("ShardRowIDBits", t.shardRowIdBits)
        .put("max_shard_row_id_bits", t.maxShardRowIdBits)
        .put("auto_random_bits", t.autoRandomBits)
        .put("auto_random_range_bits", t.autoRandomRangeBits)
        .put("pre_split_regions", t.preSplitRegions);
    node.set("partition", t.partition == null ? NODES.nullNode() : partition(t.partition));
    node.put("compression", t.compression)
        .putNull("view")
        .putNull("sequence")
        .putNull("Lock")
        .put("version", TABLE_VERSION)
        .putNull("tiflash_replica")
        .put("is_columnar", false)
        .put("temp_table_type", 0)
        .put("cache_table_status", 0)
        .putNull("policy_ref_info")
        .putNull("stats_options")
        .putNull("exchange_partition_info");
    node.set("ttl_info", t.ttl == null ? NODES.nullNode() : ttl(t.ttl));
    node.put("revision", t.revision);
    return node;
  }

  private static ObjectNode name(Name name) {
    return NODES.objectNode().put("O", name.original()).put("L", name.lower());
  }

  /** An empty list is null, as a Go slice that nothing was appended to. */
  private static <T> void array(
      ObjectNode node, String field, List<T> items, BiConsumer<ArrayNode, T> add) {
    if (items == null || items.isEmpty()) {
      node.putNull(field);
      return;
    }
    ArrayNode out = node.putArray(field);
    items.forEach(item -> add.accept(out, item));
  }

  private static void names(ObjectNode node, String field, List<Name> names) {
    ArrayNode out = node.putArray(field);
    names.forEach(name -> out.add(name(name)));
  }

  private static ObjectNode column(ColumnInfo c) {
    ObjectNode node = NODES.objectNode();
    node.put("id", c.id);
    node.set("name", name(c.name));
    node.put("offset", c.offset);
    value(node, "origin_default", c.originDefault, c.type);
    value(node, "default", c.defaultValue, c.type);
    node.put("default_is_expr", c.defaultIsExpr)
        .put("generated_expr_string", c.generatedExpr)
        .put("generated_stored", c.generatedStored);
    if (c.dependences == null) {
      node.putNull("dependences");
    } else {
      ObjectNode set = node.putObject("dependences");
      new TreeSet<>(c.dependences).forEach(set::putObject);
    }
    node.set("type", type(c.type));
    return node.put("state", PUBLIC)
        .put("comment", c.comment)
        .put("hidden", c.hidden)
        .putNull("change_state_info")
        .put("version", COLUMN_VERSION);
  }

  /** BIT defaults stand in two fields, as text and as bytes. */
  private static void value(ObjectNode node, String field, byte[] value, FieldType type) {
    node.put(field, value == null ? null : GoFormat.jsonText(value));
    if (value != null && type.type == FieldType.BIT) {
      node.put(field + "_bit", value);
    } else {
      node.putNull(field + "_bit");
    }
  }

  private static ObjectNode type(FieldType type) {
    ObjectNode node = NODES.objectNode();
    node.put("Tp", type.type)
        .put("Flag", type.flag)
        .put("Flen", type.flen)
        .put("Decimal", type.decimal)
        .put("Charset", type.charset)
        .put("Collate", type.collate);
    array(node, "Elems", type.elems, ArrayNode::add);
    return node.putNull("ElemsIsBinaryLit").put("Array", type.array);
  }

  private static ObjectNode index(IndexInfo i) {
    ObjectNode node = NODES.objectNode();
    node.put("id", i.id);
    node.set("idx_name", name(i.name));
    node.set("tbl_name", name(Name.EMPTY));
    array(node, "idx_cols", i.parts, (out, part) -> out.add(part(part)));
    node.put("state", PUBLIC)
        .put("backfill_state", 0)
        .put("comment", i.comment)
        .put("index_type", i.type)
        .put("is_unique", i.unique)
        .put("is_primary", i.primary)
        .put("is_invisible", i.invisible)
        .put("is_global", i.global)
        .put("mv_index", i.multiValued)
        .putNull("vector_index")
        .putNull("inverted_index")
        .putNull("full_text_index")
        .put("condition_expr_string", i.condition);
    if (!i.conditionColumns.isEmpty()) {
      array(node, "affect_column", i.conditionColumns, (out, part) -> out.add(part(part)));
    }
    if (i.globalVersion != 0) {
      node.put("global_index_version", i.globalVersion);
    }
    return node;
  }

  private static ObjectNode part(IndexInfo.Part part) {
    ObjectNode node = NODES.objectNode();
    node.set("name", name(part.name()));
    return node.put("offset", part.offset()).put("length", part.length());
  }

  private static ObjectNode check(TableInfo.Check c) {
    ObjectNode node = NODES.objectNode();
    node.put("id", c.id());
    node.set("constraint_name", name(c.name()));
    node.set("tbl_name", name(c.table()));
    names(node, "constraint_cols", c.columns());
    return node.put("enforced", c.enforced())
        .put("in_column", c.inColumn())
        .put("expr_string", c.expr())
        .put("state", PUBLIC);
  }

  private static ObjectNode foreignKey(TableInfo.ForeignKey k) {
    ObjectNode node = NODES.objectNode();
    node.put("id", k.id());
    node.set("fk_name", name(k.name()));
    node.set("ref_schema", name(k.refSchema()));
    node.set("ref_table", name(k.refTable()));
    names(node, "ref_cols", k.refColumns());
    names(node, "cols", k.columns());
    return node.put("on_delete", k.onDelete())
        .put("on_update", k.onUpdate())
        .put("state", PUBLIC)
        .put("version", 1);
  }

  private static ObjectNode ttl(TableInfo.Ttl ttl) {
    ObjectNode node = NODES.objectNode();
    node.set("column", name(ttl.column()));
    return node.put("interval_expr", ttl.interval())
        .put("interval_time_unit", ttl.unit())
        .put("enable", ttl.enabled())
        .put("job_interval", ttl.jobInterval());
  }

  private static ObjectNode partition(PartitionInfo p) {
    ObjectNode node = NODES.objectNode();
    node.put("type", p.method.number()).put("expr", p.expr);
    array(node, "columns", p.columns, (out, column) -> out.add(name(column)));
    node.put("enable", true).put("is_empty_columns", p.emptyColumns);
    array(node, "definitions", p.definitions, (out, def) -> out.add(definition(def)));
    return node.putNull("adding_definitions")
        .putNull("dropping_definitions")
        .putNull("states")
        .put("num", p.count)
        .put("ddl_state", 0);
  }

  private static ObjectNode definition(PartitionInfo.Definition d) {
    ObjectNode node = NODES.objectNode();
    node.put("id", d.id());
    node.set("name", name(d.name()));
    array(node, "less_than", d.lessThan(), ArrayNode::add);
    array(node, "in_values", d.in(), (out, tuple) -> tuple.forEach(out.addArray()::add));
    node.putNull("policy_ref_info");
    if (!d.comment().isEmpty()) {
      node.put("comment", d.comment());
    }
    return node;
  }
}
