package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;

/**
 * A handle of one or more key columns of any type: their key forms one after the other, padded with
 * zeros to nine bytes so that it is never as long as an integer handle (kv-encoding 1.7).
 */
final class CommonHandleEncoder extends HandleEncoder {
  private static final int SHORTEST = 9;
  private static final int SEGMENT = 0x7f;

  private final IndexColumnEncoder[] columns;
  private final Bytes handle = new Bytes(64);

  /** Takes the columns of the primary key in its order. */
  CommonHandleEncoder(IndexColumnEncoder[] columns) {
    this.columns = columns;
  }

  @Override
  void load(long rowId) {
    handle.clear();
    for (IndexColumnEncoder column : columns) {
      column.loadsNull();
      column.putKey(handle);
    }
    handle.fill(0, Math.max(0, SHORTEST - handle.length()));
  }

  @Override
  void putRecordSuffix(Bytes key) {
    key.put(handle.array(), 0, handle.length());
  }

  @Override
  void putIndexSuffix(Bytes key) {
    putRecordSuffix(key);
  }

  @Override
  void putValueSegment(Bytes value) {
    value.put(SEGMENT).put(handle.length() >>> 8).put(handle.length());
    putRecordSuffix(value);
  }

  @Override
  void putValueTail(Bytes value) {}
}
