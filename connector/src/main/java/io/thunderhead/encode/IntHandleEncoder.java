package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.type.KeyFlag;

/** A handle that is an integer: the clustered key's 64 bits, or the row id of other tables. */
final class IntHandleEncoder extends HandleEncoder {
  private final ColumnEncoder column;
  private final ShardedIds rowIds;
  private long handle;

  /** Takes the clustered key's column, null for row ids, which get their shards. */
  IntHandleEncoder(ColumnEncoder column, ShardedIds rowIds) {
    this.column = column;
    this.rowIds = rowIds;
  }

  @Override
  void load(long rowId) {
    handle = column == null ? rowIds.of(rowId) : column.value().number();
  }

  @Override
  void putRecordSuffix(Bytes key) {
    MemComparable.encodeInt(key, handle);
  }

  @Override
  void putIndexSuffix(Bytes key) {
    MemComparable.encodeInt(key.put(KeyFlag.INT), handle);
  }

  @Override
  void putValueSegment(Bytes value) {}

  /** The plain bits, unlike those in keys. */
  @Override
  void putValueTail(Bytes value) {
    value.putLong(handle);
  }
}
