package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.IndexInfo;

/** The entry of the current row in one index. */
final class IndexEncoder {
  private final long indexId;
  private final boolean unique;
  private final IndexColumnEncoder[] columns;
  private final HandleEncoder handle;
  private final IndexValueEncoder layout;
  private final Bytes key = new Bytes(128);
  private final Bytes value = new Bytes(64);

  /** Takes the index's columns from those of the table, which are in order of their offsets. */
  IndexEncoder(IndexInfo index, ColumnEncoder[] tableColumns, HandleEncoder handle) {
    this.indexId = index.id();
    this.unique = index.unique();
    this.handle = handle;
    this.columns =
        index.columns().stream()
            .map(each -> new IndexColumnEncoder(tableColumns[each.offset()], each.length()))
            .toArray(IndexColumnEncoder[]::new);
    boolean restores = false;
    for (IndexColumnEncoder column : columns) {
      restores |= column.needsRestoredData();
    }
    this.layout = restores ? new RestoredIndexValue(columns) : new LegacyIndexValue();
  }

  /** Pours the entry of the current row. */
  void encode(long physicalId, KvSink sink) {
    boolean distinct = unique;
    TableCodec.putIndexPrefix(key.clear(), physicalId, indexId);
    for (IndexColumnEncoder column : columns) {
      distinct &= !column.loadsNull();
      column.putKey(key);
    }
    if (!distinct) {
      handle.putIndexSuffix(key);
    }
    layout.put(distinct, handle, value.clear());
    sink.put(key, value);
  }
}
