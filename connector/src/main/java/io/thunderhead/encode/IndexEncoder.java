package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import java.util.Arrays;

/** The entry of the current row in one index (kv-encoding 1.6). */
final class IndexEncoder {
  private static final long LOCAL = -1;

  private final long indexId;
  private final long globalId;
  private final boolean partitionInKey;
  private final boolean unique;
  private final IndexColumnEncoder[] columns;
  private final ArrayColumnEncoder array;
  private final HandleEncoder handle;
  private final IndexValueEncoder layout;
  private final Bytes key = new Bytes(128);
  private final Bytes value = new Bytes(64);

  /** Takes the index's columns from those of the table, which are in order of their offsets. */
  IndexEncoder(
      TableInfo table, IndexInfo index, ColumnEncoder[] tableColumns, HandleEncoder handle) {
    this.indexId = index.id();
    this.globalId = index.global() ? table.id() : LOCAL;
    this.partitionInKey = index.global() && index.globalIndexVersion() > 0;
    this.unique = index.unique();
    this.handle = handle;
    this.columns = columns(index, tableColumns);
    this.array =
        Arrays.stream(columns)
            .filter(ArrayColumnEncoder.class::isInstance)
            .map(ArrayColumnEncoder.class::cast)
            .findFirst()
            .orElse(null);
    this.layout = IndexValueEncoder.of(table, index, columns, tableColumns);
  }

  /** Returns the columns of an index, each cut as the index has it. */
  static IndexColumnEncoder[] columns(IndexInfo index, ColumnEncoder[] tableColumns) {
    return index.columns().stream()
        .map(each -> column(tableColumns[each.offset()], each.length()))
        .toArray(IndexColumnEncoder[]::new);
  }

  private static IndexColumnEncoder column(ColumnEncoder column, int length) {
    return column.column().type().array()
        ? new ArrayColumnEncoder(column, length)
        : new IndexColumnEncoder(column, length);
  }

  /**
   * Pours the entry of the current row, or one for each value of a multi-valued index.
   *
   * @param physicalId the table or partition that the row is in
   */
  void encode(long physicalId, KvSink sink) {
    boolean more = array == null || array.first();
    while (more) {
      putEntry(physicalId, sink);
      more = array != null && array.next();
    }
  }

  private void putEntry(long physicalId, KvSink sink) {
    boolean distinct = unique;
    TableCodec.putIndexPrefix(key.clear(), globalId == LOCAL ? physicalId : globalId, indexId);
    for (IndexColumnEncoder column : columns) {
      distinct &= !column.loadsNull();
      column.putKey(key);
    }
    if (!distinct) {
      if (partitionInKey) {
        IndexValueEncoder.putPartition(physicalId, key);
      }
      handle.putIndexSuffix(key);
    }
    if (sink.takes(key)) {
      layout.put(distinct, handle, physicalId, value.clear());
      sink.put(key, value);
    }
  }
}
