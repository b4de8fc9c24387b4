package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table as TiDB's metadata has it, kv-encoding 6.3 TableInfo. */
final class TableInfo {
  static final long MAX_SHARD_BITS = 15;

  /** A foreign key; the actions are TiDB's numbers. */
  record ForeignKey(
      long id,
      Name name,
      Name refSchema,
      Name refTable,
      List<Name> refColumns,
      List<Name> columns,
      int onDelete,
      int onUpdate) {}

  /** A CHECK constraint. */
  record Check(
      long id,
      Name name,
      Name table,
      List<Name> columns,
      boolean enforced,
      boolean inColumn,
      String expr) {}

  /** Time to live. */
  record Ttl(Name column, String interval, int unit, boolean enabled, String jobInterval) {}

  long id;
  Name name;
  String charset;
  String collate;
  List<ColumnInfo> columns = new ArrayList<>();
  List<IndexInfo> indexes = new ArrayList<>();
  List<Check> checks = new ArrayList<>();
  List<ForeignKey> foreignKeys = new ArrayList<>();
  boolean pkIsHandle;
  boolean commonHandle;
  String comment = "";
  long autoIncrementId;
  long autoIdCache;
  long autoRandomId;
  long maxColumnId;
  long maxIndexId;
  long maxForeignKeyId;
  long maxCheckId;
  long updateTimestamp;
  long allocatorDatabaseId;
  long shardRowIdBits;
  long maxShardRowIdBits;
  long autoRandomBits;
  long autoRandomRangeBits;
  long preSplitRegions;
  PartitionInfo partition;
  String compression = "";
  Ttl ttl;
  long revision;

  TableInfo(Name name, String charset, String collate) {
    this.name = name;
    this.charset = charset;
    this.collate = collate;
  }

  boolean clustered() {
    return pkIsHandle || commonHandle;
  }

  /** Whether AUTO_INCREMENT and {@code _tidb_rowid} count apart, kv-encoding 6.6. */
  boolean separateAutoIncrement() {
    return autoIdCache == 1;
  }

  /** Whether the table counts ids of a kind, kv-encoding 6.6. */
  boolean hasAllocator(Change.Allocator allocator) {
    boolean increments = autoIncrementColumn() != null;
    return switch (allocator) {
      case ROW_ID -> !clustered() || (increments && !separateAutoIncrement());
      case AUTO_INCREMENT -> increments && separateAutoIncrement();
      case AUTO_RANDOM -> autoRandomBits > 0;
    };
  }

  /** Whether ids of a kind compare as 64 unsigned bits. */
  boolean countsUnsigned(Change.Allocator allocator) {
    ColumnInfo column =
        allocator == Change.Allocator.AUTO_RANDOM ? autoRandomColumn() : autoIncrementColumn();
    return column != null && column.type.has(FieldType.UNSIGNED);
  }

  /** The largest AUTO_RANDOM id without its shard, kv-encoding 4.12. */
  long autoRandomCapacity() {
    long range = autoRandomRangeBits == 0 ? Long.SIZE : autoRandomRangeBits;
    long sign = countsUnsigned(Change.Allocator.AUTO_RANDOM) ? 0 : 1;
    return (1L << (range - autoRandomBits - sign)) - 1;
  }

  private ColumnInfo autoRandomColumn() {
    if (autoRandomBits == 0) {
      return null;
    }
    return commonHandle ? columns.get(primaryIndex().parts.get(0).offset()) : handleColumn();
  }

  ColumnInfo column(Name wanted) {
    return column(wanted.lower());
  }

  ColumnInfo column(String lower) {
    for (ColumnInfo column : columns) {
      if (column.name.lower().equals(lower)) {
        return column;
      }
    }
    return null;
  }

  IndexInfo index(Name wanted) {
    for (IndexInfo index : indexes) {
      if (index.name.matches(wanted)) {
        return index;
      }
    }
    return null;
  }

  IndexInfo primaryIndex() {
    return indexes.stream().filter(index -> index.primary).findFirst().orElse(null);
  }

  /** The column of the integer handle; only of a table that has one. */
  ColumnInfo handleColumn() {
    return columns.stream()
        .filter(column -> column.type.has(FieldType.PRI_KEY))
        .findFirst()
        .orElseThrow();
  }

  ColumnInfo autoIncrementColumn() {
    return columns.stream()
        .filter(column -> column.type.has(FieldType.AUTO_INCREMENT))
        .findFirst()
        .orElse(null);
  }

  /** Appends a column with the next id. */
  void append(ColumnInfo column) {
    column.id = ++maxColumnId;
    column.offset = columns.size();
    columns.add(column);
  }

  void append(IndexInfo index) {
    index.id = ++maxIndexId;
    indexes.add(index);
  }

  /** Moves a column and keeps the offsets of columns and indexes true. */
  void move(ColumnInfo column, int to) {
    columns.remove(column.offset);
    columns.add(to, column);
    renumber();
  }

  /** Removes a column that no index has. */
  void remove(ColumnInfo column) {
    columns.remove(column.offset);
    renumber();
  }

  private void renumber() {
    Map<Integer, Integer> moved = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      moved.put(columns.get(i).offset, i);
      columns.get(i).offset = i;
    }
    for (IndexInfo index : indexes) {
      index.parts.replaceAll(part -> renumbered(part, moved));
      index.conditionColumns =
          index.conditionColumns.stream().map(part -> renumbered(part, moved)).toList();
    }
  }

  private static IndexInfo.Part renumbered(IndexInfo.Part part, Map<Integer, Integer> moved) {
    return new IndexInfo.Part(part.name(), moved.get(part.offset()), part.length());
  }

  TableInfo copy() {
    TableInfo copy = new TableInfo(name, charset, collate);
    copy.id = id;
    columns.forEach(column -> copy.columns.add(column.copy()));
    indexes.forEach(index -> copy.indexes.add(index.copy()));
    copy.checks = new ArrayList<>(checks);
    copy.foreignKeys = new ArrayList<>(foreignKeys);
    copy.pkIsHandle = pkIsHandle;
    copy.commonHandle = commonHandle;
    copy.comment = comment;
    copy.autoIncrementId = autoIncrementId;
    copy.autoIdCache = autoIdCache;
    copy.autoRandomId = autoRandomId;
    copy.maxColumnId = maxColumnId;
    copy.maxIndexId = maxIndexId;
    copy.maxForeignKeyId = maxForeignKeyId;
    copy.maxCheckId = maxCheckId;
    copy.updateTimestamp = updateTimestamp;
    copy.allocatorDatabaseId = allocatorDatabaseId;
    copy.shardRowIdBits = shardRowIdBits;
    copy.maxShardRowIdBits = maxShardRowIdBits;
    copy.autoRandomBits = autoRandomBits;
    copy.autoRandomRangeBits = autoRandomRangeBits;
    copy.preSplitRegions = preSplitRegions;
    copy.partition = partition == null ? null : partition.copy();
    copy.compression = compression;
    copy.ttl = ttl;
    copy.revision = revision;
    return copy;
  }
}
