package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.type.KeyFlag;

/** A handle that is an integer: the clustered key's 64 bits, or the row id of other tables. */
final class IntHandleEncoder extends HandleEncoder {
  private final ColumnEncoder column;
  private final ShardedIds rowIds;
  private final GivenRowIds given;
  private long handle;

  private IntHandleEncoder(ColumnEncoder column, ShardedIds rowIds, GivenRowIds given) {
    this.column = column;
    this.rowIds = rowIds;
    this.given = given;
  }

  static IntHandleEncoder ofKey(ColumnEncoder column) {
    return new IntHandleEncoder(column, null, null);
  }

  /** Makes the handle of row ids, which get their shards; {@code given} may be null. */
  static IntHandleEncoder ofRowIds(ShardedIds rowIds, GivenRowIds given) {
    return new IntHandleEncoder(null, rowIds, given);
  }

  @Override
  void load(long rowId) {
    if (column != null) {
      handle = column.value().number();
    } else {
      handle = given == null ? rowIds.of(rowId) : given.handle(rowId);
    }
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
