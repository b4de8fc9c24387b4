package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table as TiDB keeps it in its metadata and serves it on its status port (kv-encoding 6.3).
 *
 * @param columns in order of their offsets, those that are not public last
 * @param pkIsHandle whether the primary key is one integer and the handle of the rows
 * @param isCommonHandle whether rows are clustered by a primary key of another kind
 * @param partition null when the table is not partitioned
 * @param view whether it is a view
 * @param sequence whether it is a sequence
 * @param temporary whether it is a temporary table
 * @param cached whether it is, or is about to be, a cached table
 * @param columnar whether its rows live outside TiKV
 * @param locked whether a session holds it with LOCK TABLES
 * @param exchangingPartition whether EXCHANGE PARTITION is in flight
 * @param softDelete whether deleted rows are kept and marked
 * @param activeActive whether rows carry the columns of active-active replication
 * @param mode 0 normal, 1 import, 2 restore
 * @param oldSchemaId where the allocators live if not in the table's own database, else 0
 * @param version layout version of this metadata
 */
public record TableInfo(
    long id,
    String name,
    String charset,
    String collate,
    List<ColumnInfo> columns,
    List<IndexInfo> indexes,
    List<CheckConstraint> constraints,
    SchemaState state,
    boolean pkIsHandle,
    boolean isCommonHandle,
    int commonHandleVersion,
    PartitionInfo partition,
    boolean view,
    boolean sequence,
    boolean temporary,
    boolean cached,
    boolean columnar,
    boolean locked,
    boolean exchangingPartition,
    boolean softDelete,
    boolean activeActive,
    int mode,
    long autoIdCache,
    int shardRowIdBits,
    int autoRandomBits,
    int autoRandomRangeBits,
    long oldSchemaId,
    int version)
    implements Serializable {

  /** Checks that there is a name and that the column offsets are positions. */
  public TableInfo {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    constraints = List.copyOf(constraints);
    if (id <= 0 || name.isEmpty()) {
      throw new IllegalArgumentException(
          "table id " + id + ", name '" + name + "' (expected: an id > 0 and a name)");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).offset() != i) {
        throw new IllegalArgumentException(
            "table "
                + name
                + ": offset of column "
                + columns.get(i).name()
                + ": "
                + columns.get(i).offset()
                + " (expected: "
                + i
                + ")");
      }
    }
    checkIndexColumns(name, indexes, columns.size());
  }

  /**
   * Reads TiDB's own JSON.
   *
   * @throws IllegalArgumentException when it is not the JSON of a table
   */
  public static TableInfo fromJson(byte[] utf8Json) {
    JsonNode node = Json.parse(utf8Json, "table schema");
    return new TableInfo(
        node.path("id").asLong(),
        Json.name(node.path("name")),
        node.path("charset").asText(""),
        node.path("collate").asText(""),
        Json.list(node.path("cols"), ColumnInfo::of),
        Json.list(node.path("index_info"), IndexInfo::of),
        Json.list(node.path("constraint_info"), CheckConstraint::of),
        SchemaState.of(node.path("state").asInt()),
        node.path("pk_is_handle").asBoolean(),
        node.path("is_common_handle").asBoolean(),
        node.path("common_handle_version").asInt(),
        PartitionInfo.of(node.path("partition")),
        Json.present(node.path("view")),
        Json.present(node.path("sequence")),
        node.path("temp_table_type").asInt() != 0,
        node.path("cache_table_status").asInt() != 0,
        node.path("is_columnar").asBoolean(),
        !node.path("Lock").path("Sessions").isEmpty(),
        Json.present(node.path("exchange_partition_info")),
        Json.present(node.path("softdelete_info")),
        node.path("is_active_active").asBoolean(),
        node.path("mode").asInt(),
        node.path("auto_id_cache").asLong(),
        node.path("ShardRowIDBits").asInt(),
        node.path("auto_random_bits").asInt(),
        node.path("auto_random_range_bits").asInt(),
        node.path("old_schema_id").asLong(),
        node.path("version").asInt());
  }

  /**
   * Returns the table as a load sees it that may write to some partitions alone.
   *
   * @param names of partitions, in any case
   * @throws IllegalArgumentException with the name that no partition has; of a table that is not
   *     partitioned, with the first
   */
  public TableInfo only(List<String> names) {
    if (partition == null) {
      throw new IllegalArgumentException(names.get(0));
    }
    return with(indexes, pkIsHandle, isCommonHandle, partition.only(names));
  }

  /**
   * Returns the table as if its rows had ids of their own: its columns alone, where nothing is
   * known of its keys.
   */
  public TableInfo withRowIds() {
    return with(List.of(), false, false, null);
  }

  private TableInfo with(
      List<IndexInfo> ofIndexes, boolean byInteger, boolean byColumns, PartitionInfo partitions) {
    return new TableInfo(
        id,
        name,
        charset,
        collate,
        columns,
        ofIndexes,
        constraints,
        state,
        byInteger,
        byColumns,
        commonHandleVersion,
        partitions,
        view,
        sequence,
        temporary,
        cached,
        columnar,
        locked,
        exchangingPartition,
        softDelete,
        activeActive,
        mode,
        autoIdCache,
        shardRowIdBits,
        autoRandomBits,
        autoRandomRangeBits,
        oldSchemaId,
        version);
  }

  /** Returns the only partitions that a load may write to, by name; empty when it may to all. */
  public SortedMap<String, Long> onlyPartitions() {
    SortedMap<String, Long> open = new TreeMap<>();
    if (partition != null && partition.open().size() < partition.definitions().size()) {
      partition.open().forEach(each -> open.put(each.name(), each.id()));
    }
    return open;
  }

  /** Tells whether rows are found by a {@code _tidb_rowid} of their own (kv-encoding 1.7). */
  public boolean hasRowId() {
    return !pkIsHandle && !isCommonHandle;
  }

  /** Tells whether AUTO_INCREMENT has an allocator apart from row ids (kv-encoding 6.6). */
  public boolean separatesAutoIncrement() {
    return version >= 5 && autoIdCache == 1;
  }

  /**
   * Returns the column of a name in any case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public ColumnInfo column(String columnName) {
    String lower = columnName.toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(lower))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("table " + name + " has no column " + columnName));
  }

  /** Returns the column that is the handle, null unless {@link #pkIsHandle()}. */
  public ColumnInfo handleColumn() {
    return pkIsHandle ? columns.stream().filter(this::isHandle).findFirst().orElse(null) : null;
  }

  /** Tells whether a column's value is the handle, and so not stored in the record. */
  public boolean isHandle(ColumnInfo column) {
    return pkIsHandle && column.type().primaryKey();
  }

  /** Returns the AUTO_RANDOM column, the first of the clustered key; null when there is none. */
  public ColumnInfo autoRandomColumn() {
    if (autoRandomBits == 0) {
      return null;
    }
    return isCommonHandle ? columns.get(primaryIndex().columns().get(0).offset()) : handleColumn();
  }

  /** Tells whether rows without a value in a column get an id there (kv-encoding 4.12). */
  public boolean generatesIds(ColumnInfo column) {
    return column.type().autoIncrement() || column.equals(autoRandomColumn());
  }

  /** Returns the primary key as an index, null when there is none. */
  public IndexInfo primaryIndex() {
    return indexes.stream().filter(IndexInfo::primary).findFirst().orElse(null);
  }

  /** Returns a column's part in the common handle, null when it has none (kv-encoding 2.3). */
  public IndexColumn handlePart(ColumnInfo column) {
    if (!isCommonHandle || !column.type().primaryKey()) {
      return null;
    }
    return primaryIndex().columns().stream()
        .filter(part -> part.offset() == column.offset())
        .findFirst()
        .orElse(null);
  }

  /** Tells whether rows have key-value pairs for an index (kv-encoding 0). */
  public boolean writesKvs(IndexInfo index) {
    boolean clustered = index.primary() && (isCommonHandle || pkIsHandle);
    return index.state() == SchemaState.PUBLIC && !clustered && !index.columnar();
  }

  private static void checkIndexColumns(String table, List<IndexInfo> indexes, int columns) {
    for (IndexInfo index : indexes) {
      for (IndexColumn column : index.columns()) {
        if (column.offset() < 0 || column.offset() >= columns) {
          throw new IllegalArgumentException(
              "table "
                  + table
                  + ", index "
                  + index.name()
                  + ": column offset "
                  + column.offset()
                  + " (expected: 0.."
                  + (columns - 1)
                  + ")");
        }
      }
    }
  }
}
